import {ExitCode} from '../../core/errors.ts';
import type {Command} from '../context.ts';
import {chooseScreen} from '../up/choose-screen.ts';

export const run: Command = async invocation => {
  const {options} = invocation;
  if (options.isSet('besideScreen')) {
    const {runBesideScreen} = await import('../up/run-beside-screen.ts');
    return runBesideScreen(invocation);
  }
  const terminal = await chooseScreen(invocation);
  if (terminal !== undefined) {
    const {runWithScreen} = await import('../up/run-with-screen.ts');
    return runWithScreen(terminal, invocation);
  }
  const {readPlan} = await import('../up/read-plan.ts');
  const plan = await readPlan(invocation);
  if (plan === undefined) return ExitCode.usage;
  if (options.isSet('detach')) {
    const {startDetached} = await import('../up/start-detached.ts');
    return startDetached(plan, invocation);
  }
  if (options.isSet('detachedChild')) {
    const {runDetached} = await import('../up/run-detached.ts');
    return runDetached(plan, invocation);
  }
  const {runInForeground} = await import('../up/run-in-foreground.ts');
  return runInForeground(plan, invocation);
};
