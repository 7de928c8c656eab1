import type {ReadStream, WriteStream} from 'node:tty';
import {ProxError} from '../core/errors.ts';

/** The terminal itself, for a screen that reads its keys. */
export interface ScreenTerminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & {readonly fd: number};
}

/** @throws ProxError USAGE when no screen can be shown here, with the reason */
export function screenTerminal({TERM: term}: NodeJS.ProcessEnv): ScreenTerminal {
  const {stdin, stdout} = process;
  if (!stdin.isTTY) throw noScreen('standard input is no terminal');
  if (!stdout.isTTY) throw noScreen('standard output is no terminal');
  if (term === 'dumb') throw noScreen('TERM is `dumb`');
  return {stdin, stdout};
}

function noScreen(reason: string): ProxError {
  const hint = '`prox logs -f` and `prox status --watch` need no screen.';
  return new ProxError('USAGE', {detail: `The screen cannot be shown: ${reason}`, hint});
}
