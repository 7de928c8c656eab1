import {join} from 'node:path';
import type {EventReport} from '../../core/event.ts';
import {readOwnFile} from '../../daemon/own-file.ts';
import {parseLedger} from '../../supervisor/children-ledger.ts';
import {endLeftovers, type Leftover} from '../../supervisor/leftovers.ts';
import type {Invocation} from '../context.ts';

/** Keeps what prox must end after a crash of its own. */
export const LEDGER_FILE = 'children.json';

export interface EndedLeftovers {
  /** What was said about them. */
  readonly notes: readonly string[];
  /** Undefined when there were none. */
  readonly event: EventReport | undefined;
}

/** Ends what a run of prox that was killed has left behind, and says so. */
export async function endLeftoversOf(
  stateDir: string,
  {clock, output}: Pick<Invocation, 'clock' | 'output'>,
): Promise<EndedLeftovers> {
  const text = await readOwnFile(join(stateDir, LEDGER_FILE));
  const ledger = text === undefined ? undefined : parseLedger(text);
  if (ledger === undefined) return {notes: [], event: undefined};
  const leftovers = await endLeftovers(ledger, clock);
  const notes = leftovers.map(({pid, command, isAlive}) => {
    const what = `pid ${pid} (${command}), left over from the last run`;
    return isAlive ? `prox: cannot end ${what}` : `prox: ended ${what}`;
  });
  for (const note of notes) await output.note(note);
  return {notes, event: leftovers.length === 0 ? undefined : cleanedEvent(leftovers)};
}

/** Without the command lines, which may hold secrets. */
function cleanedEvent(leftovers: readonly Leftover[]): EventReport {
  const pidsOf = (areAlive: boolean): readonly number[] =>
    leftovers.filter(({isAlive}) => isAlive === areAlive).map(({pid}) => pid);
  const ended = pidsOf(false);
  const alive = pidsOf(true);
  const parts = [
    ...(ended.length > 0 ? [`ended: pid ${ended.join(', ')}`] : []),
    ...(alive.length > 0 ? [`could not be ended: pid ${alive.join(', ')}`] : []),
  ];
  return {
    type: 'system.orphans_cleaned',
    message: `left over from the last run of prox, ${parts.join('; ')}`,
    details: {ended, alive},
  };
}
