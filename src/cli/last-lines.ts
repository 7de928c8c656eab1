import type {Prox} from '../core/prox.ts';
import {sanitize} from '../core/sanitize.ts';
import {withShortTraces} from '../core/short-traces.ts';

const LINES_SHOWN = 20;

/** The last lines that a process has printed after this entry of the log, indented and made harmless; without the deep frames of traces. */
export async function lastLines(
  prox: Prox,
  {name, sinceSeq}: {readonly name: string; readonly sinceSeq: number},
): Promise<readonly string[]> {
  const {logs} = await prox.logs({process: [name], stream: ['stdout', 'stderr']});
  const written = logs.filter(({seq}) => seq > sinceSeq).map(({line}) => line);
  const shown = withShortTraces(written).slice(-LINES_SHOWN);
  return shown.map(line => `  ${sanitize(line, {keepColors: false})}`);
}
