import {describeExit} from '../core/exit.ts';
import {harmless} from '../core/sanitize.ts';
import type {RawExit} from './child.ts';

const MAX_LINE = 200;

/** How a command of the user failed, to follow its name: `ended with exit code 1: no such database`. */
export function describeCommandEnd(exit: RawExit, output: string): string {
  const lastLine = harmless(output.trimEnd().split('\n').at(-1) ?? '').trim();
  if (lastLine === '') return `${verbOf(exit)} ${describeExit(exit)}`;
  // The shell has said already that it did not find the command.
  const ending = exit.signal === undefined ? `exit code ${exit.code}` : describeExit(exit);
  return `${verbOf(exit)} ${ending}: ${lastLine.slice(0, MAX_LINE)}`;
}

function verbOf({signal}: RawExit): string {
  return signal === undefined ? 'ended with' : 'was';
}
