import {join} from 'node:path';
import {readOwnFile} from '../../daemon/own-file.ts';
import {parseLedger} from '../../supervisor/children-ledger.ts';
import {endLeftovers} from '../../supervisor/leftovers.ts';
import type {Invocation} from '../context.ts';

/** Keeps what prox must end after a crash of its own. */
export const LEDGER_FILE = 'children.json';

/** Ends what a run of prox that was killed has left behind, and says so. */
export async function endLeftoversOf(
  stateDir: string,
  {clock, output}: Pick<Invocation, 'clock' | 'output'>,
): Promise<void> {
  const text = await readOwnFile(join(stateDir, LEDGER_FILE));
  const ledger = text === undefined ? undefined : parseLedger(text);
  if (ledger === undefined) return;
  for (const {pid, command, isAlive} of await endLeftovers(ledger, clock)) {
    const what = `pid ${pid} (${command}), left over from the last run`;
    await output.note(isAlive ? `prox: cannot end ${what}` : `prox: ended ${what}`);
  }
}
