import {reportReady} from '../../daemon/launcher.ts';
import type {Invocation, Outcome} from '../context.ts';
import {conduct} from './conduct.ts';
import {outputTo} from './log-output.ts';
import {runSupervisor} from './run-supervisor.ts';
import {superviseApart} from './supervise-apart.ts';
import {outcomeOf} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';

/** What `prox up -d` runs: nobody watches, so it ends only when it is told to. */
export async function runDetached(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  return superviseApart(invocation, async ({log, signals}) => {
    const inner = {...invocation, output: outputTo({log, env: invocation.env, isQuiet: false})};
    return runSupervisor(plan, inner, async supervision => {
      const {url, notes} = supervision;
      const end = await conduct(supervision, {
        plan,
        invocation: inner,
        signals,
        timestamps: 'iso',
        filter: {stream: ['prox']},
        endsByItself: () => false,
        isInteractive: () => false,
        onBegun: () => void reportReady({pid: process.pid, url, notes}),
      });
      return outcomeOf(end, {isInteractive: () => false});
    });
  });
}
