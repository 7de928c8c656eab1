import {changedKeys} from '../config/changed-keys.ts';
import type {RunChanges} from '../core/why-report.ts';
import type {ProcessView} from '../supervisor/process-view.ts';

/** What differs from the last run that went well; undefined when there was none. Never a value. */
export function runChanges({
  plan,
  lastGoodPlan,
}: Pick<ProcessView, 'plan' | 'lastGoodPlan'>): RunChanges | undefined {
  if (plan === undefined || lastGoodPlan === undefined) return undefined;
  const [before, after] = [lastGoodPlan.addedEnv, plan.addedEnv];
  const names = Object.keys(after);
  return {
    config: changedKeys(lastGoodPlan.config, plan.config),
    envAdded: names.filter(name => !Object.hasOwn(before, name)),
    envRemoved: Object.keys(before).filter(name => !Object.hasOwn(after, name)),
    envChanged: names.filter(name => Object.hasOwn(before, name) && before[name] !== after[name]),
  };
}
