import type {RawExit} from './child.ts';
import {signalProcess} from './process-tree.ts';
import {spawnChild, type SpawnOptions} from './spawn.ts';

/** Output kept; the rest is read and dropped. */
const MAX_OUTPUT_BYTES = 64 * 1024;

export interface HelperOptions extends Omit<SpawnOptions, 'onOutput'> {
  /** Aborted: kill it now. */
  readonly signal: AbortSignal;
}

export interface HelperResult {
  /** Undefined when it was cut short. */
  readonly exit: RawExit | undefined;
  /** Both streams as they came, without trailing white space. */
  readonly output: string;
}

/**
 * Runs a short command on behalf of a process (a probe, a stop_cmd) in a process group of its own; when
 * it resolves, nobody is left in that group.
 * @throws ProxError SPAWN_FAILED
 */
export async function runHelper({signal, ...options}: HelperOptions): Promise<HelperResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  const child = await spawnChild({
    ...options,
    onOutput(_stream, chunk) {
      if (size < MAX_OUTPUT_BYTES) chunks.push(Buffer.from(chunk));
      size += chunk.length;
    },
  });
  const exit = await Promise.race([child.exited, aborted(signal)]);
  signalProcess(-child.pid, 'SIGKILL');
  await child.exited;
  await child.drained;
  return {exit, output: Buffer.concat(chunks).toString('utf8').trimEnd()};
}

async function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
