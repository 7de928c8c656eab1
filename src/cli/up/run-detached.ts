import {join} from 'node:path';
import {ProxError} from '../../core/errors.ts';
import {reportFailure, reportReady} from '../../daemon/launcher.ts';
import {LogFile} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {asKnownFailure} from '../system-failure.ts';
import {conduct} from './conduct.ts';
import {LOG_FILE, outputTo} from './log-output.ts';
import {runSupervisor} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';
import {outcomeOf} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';

/** What `prox up -d` runs: nobody watches, so it ends only when it is told to. */
export async function runDetached(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {clock, env} = invocation;
  const stateDir = await openStateDir(plan.config.projectDir);
  const log = new LogFile(join(stateDir, LOG_FILE));
  const inner = {...invocation, output: outputTo({log, env, isQuiet: false})};
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM'], clock, env});
  // The terminal it was started from may close.
  process.on('SIGHUP', () => {});
  try {
    return await runSupervisor(plan, inner, async supervision => {
      const end = await conduct(supervision, {
        plan,
        invocation: inner,
        signals,
        timestamps: 'iso',
        filter: {stream: ['prox']},
        endsByItself: () => false,
        isInteractive: () => false,
        onBegun: () =>
          void reportReady({pid: process.pid, url: supervision.url, notes: supervision.notes}),
      });
      return outcomeOf(end, {isInteractive: () => false});
    });
  } catch (thrown) {
    const error = asKnownFailure(thrown);
    if (error instanceof ProxError) await reportFailure(error);
    throw error;
  } finally {
    signals.dispose();
    log.close();
  }
}
