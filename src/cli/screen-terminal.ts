import type {ReadStream, WriteStream} from 'node:tty';
import {ProxError} from '../core/errors.ts';
import {findProcess} from '../os/process-table.ts';

/** The terminal itself, for a screen that reads its keys. */
export interface ScreenTerminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & {readonly fd: number};
}

/** Why no screen can be shown here; undefined when it can. */
export async function whyNoScreen({TERM: term}: NodeJS.ProcessEnv): Promise<string | undefined> {
  const {stdin, stdout} = process;
  if (!stdin.isTTY) return 'standard input is no terminal';
  if (!stdout.isTTY) return 'standard output is no terminal';
  if (term === 'dumb') return 'TERM is `dumb`';
  const self = await findProcess(process.pid);
  return self?.isInForeground === false ? 'prox is in the background of its terminal' : undefined;
}

/** @throws ProxError USAGE when no screen can be shown here, with the reason and this hint */
export async function screenTerminal(
  env: NodeJS.ProcessEnv,
  hint: string,
): Promise<ScreenTerminal> {
  const reason = await whyNoScreen(env);
  if (reason === undefined) return process;
  throw new ProxError('USAGE', {detail: `The screen cannot be shown: ${reason}`, hint});
}
