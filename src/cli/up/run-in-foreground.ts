import {isatty} from 'node:tty';
import {ExitCode} from '../../core/errors.ts';
import type {Invocation, Outcome} from '../context.ts';
import {reportEnd} from './closing-report.ts';
import {conduct} from './conduct.ts';
import {earlyEnd} from './early-end.ts';
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
      const {reason, processes} = end;
      if (reason.type !== 'idle' && reason.type !== 'early') return outcomeOf(end, {isInteractive});
      const isWell = await reportEnd(app, {before: processes, output});
      // All may have ended at the same moment.
      const early = reason.type === 'early' ? reason.end : earlyEnd(processes, plan.endRules);
      if (early !== undefined && end.report.failures.length === 0) return early.exitCode;
      return isWell ? ExitCode.done : ExitCode.failed;
    });
  } finally {
    signals.dispose();
  }
}
