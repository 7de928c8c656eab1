import type {Prox} from '../core/prox.ts';
import {sanitize} from '../core/sanitize.ts';

const LINES_SHOWN = 20;

/** The last lines that a process has printed after this entry of the log, indented and made harmless. */
export async function lastLines(
  prox: Prox,
  {name, sinceSeq}: {readonly name: string; readonly sinceSeq: number},
): Promise<readonly string[]> {
  const {logs} = await prox.logs({process: [name], stream: ['stdout', 'stderr']});
  const shown = logs.filter(({seq}) => seq > sinceSeq).slice(-LINES_SHOWN);
  return shown.map(({line}) => `  ${sanitize(line, {keepColors: false})}`);
}
