import type {LastOutput} from '../core/diagnosis/facts.ts';
import {harmless} from '../core/sanitize.ts';
import type {LogEntry} from '../core/log-entry.ts';
import type {LogStore} from '../supervisor/log-store.ts';

/** Of each stream. */
const MAX_LINES = 40;
const MAX_LINE_LENGTH = 1000;
/** What prox says of one run: a few lines, and one for every change of its health. */
const MAX_REMARKS = 1000;

/** The last lines of the latest run of a process, and of no other. */
export async function lastOutput(log: LogStore, name: string): Promise<LastOutput> {
  const process = [name];
  const {logs: remarks} = await log.query({process, stream: ['prox'], lines: MAX_REMARKS});
  const sinceSeq = beginOfRun(remarks);
  const linesOf = async (stream: 'stderr' | 'stdout'): Promise<readonly string[]> => {
    const {logs} = await log.query({process, stream: [stream], lines: MAX_LINES});
    return logs
      .filter(({seq}) => seq > sinceSeq)
      .map(({line}) => harmless(line.slice(0, MAX_LINE_LENGTH)));
  };
  return {stderr: await linesOf('stderr'), stdout: await linesOf('stdout')};
}

/**
 * The seq after which the latest run has written. A child may write before prox has said that it has
 * started, but not before what prox has said last of the run before.
 */
function beginOfRun(remarks: readonly LogEntry[]): number {
  const started = remarks.findLastIndex(({line}) => / started \(pid \d+\)$/.test(line));
  return remarks[started - 1]?.seq ?? 0;
}
