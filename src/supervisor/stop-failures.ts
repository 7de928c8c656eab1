import {ProxError} from '../core/errors.ts';
import type {StopFailure} from '../core/prox.ts';
import type {MemberView} from './process-view.ts';

/** What went wrong while a process was stopped; empty when nothing did. */
export async function stopFailures(
  process: string,
  stop: () => Promise<void>,
): Promise<readonly StopFailure[]> {
  try {
    await stop();
    return [];
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return [{process, error: error.message, code: error.code}];
  }
}

/** That it could not be started. */
export function spawnFailures({config: {name}, state}: MemberView): readonly StopFailure[] {
  if (state.status !== 'crashed' || !('cause' in state)) return [];
  if (state.cause.type !== 'spawnFailed') return [];
  return [{process: name, error: state.cause.message, code: 'SPAWN_FAILED'}];
}
