import {ExitCode} from '../../core/errors.ts';
import type {LaunchEnd} from '../../daemon/launched-prox.ts';
import {endOfLog} from '../../daemon/log-file.ts';
import type {Outcome} from '../context.ts';
import type {Output} from '../output.ts';
import type {HeldWords} from './held-words.ts';

export interface ToldEnd extends LaunchEnd {
  readonly words: HeldWords;
  readonly logFile: string;
  /** The signal that it was asked to end with. */
  readonly asked: NodeJS.Signals | undefined;
  readonly wasReady: boolean;
}

/** Others come of faults, which are not ours. */
const ASKING: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Tells what the prox beside the screen has said, and ends as it did. @throws ProxError what it failed with */
export async function tellLaunchEnd(end: ToldEnd, output: Output): Promise<Outcome> {
  const {code, signal, failure, words, asked, wasReady} = end;
  words.release();
  await words.told();
  if (failure !== undefined) throw failure;
  const isSilent = signal !== undefined || !words.hasAny;
  if (asked === undefined && isSilent) await tellUnasked(end, output);
  if (signal === undefined) return code ?? ExitCode.failed;
  // So young that nothing had to be stopped.
  if (asked === 'SIGINT' && !wasReady) return ExitCode.done;
  return asked ?? (ASKING.has(signal) ? signal : ExitCode.failed);
}

async function tellUnasked({code, signal, logFile}: ToldEnd, output: Output): Promise<void> {
  if (signal === undefined && code !== ExitCode.bug) return output.note('prox has ended');
  const end = signal ?? 'by a bug';
  await output.complain(`prox has ended (${end}); the end of ${logFile}:`);
  await output.complain(await endOfLog(logFile));
}
