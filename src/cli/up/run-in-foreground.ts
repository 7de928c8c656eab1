import {isatty} from 'node:tty';
import type {Invocation, Outcome} from '../context.ts';
import {conclude} from './conclude.ts';
import {conduct} from './conduct.ts';
import {runSupervisor} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';
import type {UpPlan} from './up-plan.ts';

const STDIN = 0;
const STDERR = 2;

/** `prox up --no-tui`: shows every line, and ends with its processes, its terminal, or by Ctrl-C. */
export async function runInForeground(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {clock, env, output} = invocation;
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM', 'SIGHUP'], clock, env});
  const isInteractive = (): boolean => isatty(STDIN) || isatty(STDERR);
  try {
    return await runSupervisor(plan, invocation, async supervision => {
      const end = await conduct(supervision, {
        plan,
        invocation,
        signals,
        timestamps: plan.timestamps,
        filter: {},
        endsByItself: () => true,
        isInteractive,
      });
      return conclude(supervision.app, end, {plan, output, isInteractive});
    });
  } finally {
    signals.dispose();
  }
}
