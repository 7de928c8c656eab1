import {isatty} from 'node:tty';
import {ExitCode} from '../../core/errors.ts';
import type {Invocation, Outcome} from '../context.ts';
import {reportEnd, RunTimes} from './closing-report.ts';
import {conduct} from './conduct.ts';
import {runSupervisor} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';
import {outcomeOf} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';

const STDIN = 0;
const STDERR = 2;

/** `prox up`: shows every line, and ends with its processes, its terminal, or by Ctrl-C. */
export async function runInForeground(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {clock, env, output} = invocation;
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM', 'SIGHUP'], clock, env});
  try {
    return await runSupervisor(plan, invocation, async supervision => {
      const {app} = supervision;
      const times = new RunTimes(app, clock);
      const isInteractive = isatty(STDIN) || isatty(STDERR);
      const end = await conduct(supervision, {
        plan,
        invocation,
        signals,
        timestamps: plan.timestamps,
        filter: {},
        endsWhenIdle: true,
        isInteractive,
      });
      times.stop();
      if (end.reason.type !== 'idle') return outcomeOf(end, {isInteractive});
      return (await reportEnd(app, times, output)) ? ExitCode.done : ExitCode.failed;
    });
  } finally {
    signals.dispose();
  }
}
