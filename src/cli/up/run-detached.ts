import {join} from 'node:path';
import {ProxError} from '../../core/errors.ts';
import {reportFailure, reportReady} from '../../daemon/detach.ts';
import {LogFile} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {Output, type Sink} from '../output.ts';
import {asKnownFailure} from '../system-failure.ts';
import {conduct} from './conduct.ts';
import {runSupervisor} from './run-supervisor.ts';
import {EndSignals} from './signals.ts';
import {outcomeOf} from './until-end.ts';
import type {UpPlan} from './up-plan.ts';

/** Below `.prox`: what prox says about itself, not what its processes write. */
export const LOG_FILE = 'prox.log';

/** What `prox up -d` runs: nobody watches, so it ends only when it is told to. */
export async function runDetached(plan: UpPlan, invocation: Invocation): Promise<Outcome> {
  const {clock, env} = invocation;
  const stateDir = await openStateDir(plan.config.projectDir);
  const log = new LogFile(join(stateDir, LOG_FILE));
  const inner = {...invocation, output: outputTo(log, env)};
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
        endsWhenIdle: false,
        isInteractive: false,
        onBegun: () =>
          reportReady({pid: process.pid, url: supervision.url, notes: supervision.notes}),
      });
      return outcomeOf(end, {isInteractive: false});
    });
  } catch (thrown) {
    const error = asKnownFailure(thrown);
    if (error instanceof ProxError) reportFailure(error);
    throw error;
  } finally {
    signals.dispose();
    log.close();
  }
}

function outputTo(log: LogFile, env: NodeJS.ProcessEnv): Output {
  const sink: Sink = {
    write: async text => log.write(text),
    isTerminal: false,
    columns: undefined,
    rows: undefined,
    gone: new AbortController().signal,
    failure: () => undefined,
  };
  return new Output({stdout: sink, stderr: sink, env, color: false, isQuiet: false});
}
