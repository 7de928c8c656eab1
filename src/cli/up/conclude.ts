import type {App} from '../../app/app.ts';
import {ExitCode} from '../../core/errors.ts';
import type {Outcome} from '../context.ts';
import type {Output} from '../output.ts';
import {reportEnd} from './closing-report.ts';
import {earlyEnd} from './early-end.ts';
import {outcomeOf, type End} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';

export interface ConcludeOptions {
  readonly plan: UpPlan;
  readonly output: Output;
  readonly isInteractive: () => boolean;
}

/** How prox ends when all is stopped; where nobody asked for the end, that is told. */
export async function conclude(
  app: App,
  end: End,
  {plan, output, isInteractive}: ConcludeOptions,
): Promise<Outcome> {
  const {reason, processes} = end;
  if (reason.type !== 'idle' && reason.type !== 'early') return outcomeOf(end, {isInteractive});
  const isWell = await reportEnd(app, {before: processes, output});
  // All may have ended at the same moment.
  const early = reason.type === 'early' ? reason.end : earlyEnd(processes, plan.endRules);
  if (early !== undefined && end.report.failures.length === 0) return early.exitCode;
  return isWell ? ExitCode.done : ExitCode.failed;
}
