import {asRoot, shellText} from '../os/as-root.ts';
import {run, type CaCertificate, type TrustStore} from '../os/trust-store.ts';
import type {Output} from './output.ts';

/**
 * Puts the CA into every store that does not trust it, and says how it went; where that fails, the
 * commands to do it by hand. Tells whether all of them trust it now.
 */
export async function trustAuthority(
  stores: readonly TrustStore[],
  ca: CaCertificate,
  output: Output,
): Promise<boolean> {
  let areAllDone = true;
  // One after the other, for sudo asks on one terminal.
  for (const store of stores) {
    const problem = await add(store, ca, output.isTerminal);
    if (problem === undefined) {
      await output.note(`${store.name} trusts it`);
    } else {
      areAllDone = false;
      await output.complain(`${store.name} does not trust it: ${problem}\n${byHand(store, ca)}`);
    }
  }
  return areAllDone;
}

/** How to take the CA away from the stores that trust it; undefined when none does. */
export async function removalByHand(
  stores: readonly TrustStore[],
  ca: CaCertificate,
): Promise<string | undefined> {
  const trust = await Promise.all(stores.map(async store => store.trusts(ca)));
  const commands = stores
    .filter((_, index) => trust[index] === true)
    .flatMap(store => typed(store, store.removing(ca)));
  return commands.length === 0 ? undefined : commands.join('\n');
}

/** Undefined when the store trusts it, else why not. */
async function add(
  store: TrustStore,
  ca: CaCertificate,
  canAsk: boolean,
): Promise<string | undefined> {
  if ((await store.trusts(ca)) === true) return undefined;
  try {
    for (const command of store.adding(ca)) {
      await run(store.isOfRoot ? asRoot(command, {canAsk}) : command);
    }
  } catch (error) {
    return reasonOf(error);
  }
  if ((await store.trusts(ca)) === false) return 'the commands went well, but it is not in there';
  return undefined;
}

/** The first line that the program has written, else why it did not run. */
function reasonOf(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  if (written !== '') return written.split('\n', 1).join('');
  return error instanceof Error ? error.message : String(error);
}

function byHand(store: TrustStore, ca: CaCertificate): string {
  return ['Do it by hand:', ...typed(store, store.adding(ca))].join('\n');
}

function typed(store: TrustStore, commands: ReturnType<TrustStore['adding']>): readonly string[] {
  const prefix = store.isOfRoot && process.getuid?.() !== 0 ? 'sudo ' : '';
  return commands.map(command => `  ${prefix}${shellText(command)}`);
}
