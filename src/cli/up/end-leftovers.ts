import {join} from 'node:path';
import {readOwnFile} from '../../daemon/own-file.ts';
import {parseLedger} from '../../supervisor/children-ledger.ts';
import {endLeftovers} from '../../supervisor/leftovers.ts';
import type {Invocation} from '../context.ts';

/** Keeps what prox must end after a crash of its own. */
export const LEDGER_FILE = 'children.json';

/** Ends what a run of prox that was killed has left behind, and says so; returns what it said. */
export async function endLeftoversOf(
  stateDir: string,
  {clock, output}: Pick<Invocation, 'clock' | 'output'>,
): Promise<readonly string[]> {
  const text = await readOwnFile(join(stateDir, LEDGER_FILE));
  const ledger = text === undefined ? undefined : parseLedger(text);
  if (ledger === undefined) return [];
  const notes = (await endLeftovers(ledger, clock)).map(({pid, command, isAlive}) => {
    const what = `pid ${pid} (${command}), left over from the last run`;
    return isAlive ? `prox: cannot end ${what}` : `prox: ended ${what}`;
  });
  for (const note of notes) await output.note(note);
  return notes;
}
