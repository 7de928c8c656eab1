import {dirname, join} from 'node:path';
import {ProxError} from '../../core/errors.ts';
import {reportFailure} from '../../daemon/launcher.ts';
import {LOG_FILE, LogFile} from '../../daemon/log-file.ts';
import {openStateDir} from '../../daemon/state-dir.ts';
import type {Invocation, Outcome} from '../context.ts';
import {configFileHere} from '../project-file.ts';
import {asKnownFailure} from '../system-failure.ts';
import {EndSignals} from './signals.ts';

/** What a prox in a session of its own has instead of a terminal. */
export interface Apart {
  readonly log: LogFile;
  readonly signals: EndSignals;
}

/** Runs a prox in a session of its own; what it fails with is told to the one who has started it. */
export async function superviseApart(
  invocation: Invocation,
  supervise: (apart: Apart) => Promise<Outcome>,
): Promise<Outcome> {
  const {clock, env} = invocation;
  const stateDir = await openStateDir(dirname(await configFileHere(invocation)));
  const log = new LogFile(join(stateDir, LOG_FILE));
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM'], clock, env});
  // The terminal it was started from may close.
  process.on('SIGHUP', () => {});
  try {
    return await supervise({log, signals});
  } catch (thrown) {
    const error = asKnownFailure(thrown);
    if (error instanceof ProxError) await reportFailure(error);
    throw error;
  } finally {
    signals.dispose();
    log.close();
  }
}
