import {hasCode} from '../core/errors.ts';
import {shellText} from '../core/shell-text.ts';
import {asRoot} from '../os/as-root.ts';
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
      const way = byHand(store, ca, problem);
      await output.complain(`${store.name} does not trust it: ${problem}\n${way}`);
    }
  }
  return areAllDone;
}

/** Browsers of Linux make their store when they are first started; elsewhere they ask the system. */
export async function noteOfBrowsers(stores: readonly TrustStore[], output: Output): Promise<void> {
  if (process.platform !== 'linux' || stores.length > 0) return;
  const text = 'no store of Chromium or Firefox below ~ yet';
  await output.note(`note: ${text}: start the browser once, then run this again`);
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
  // EACCES: of a folder on the path that may not be searched.
  const isMissing = hasCode(error, 'ENOENT', 'EACCES');
  if (error instanceof Error && isMissing && 'path' in error) return notThere(String(error.path));
  return error instanceof Error ? error.message : String(error);
}

function notThere(program: string): string {
  return `${program} is not there`;
}

function byHand(store: TrustStore, ca: CaCertificate, problem: string): string {
  const commands = store.adding(ca);
  if (problem !== notThere('sudo')) return ['Do it by hand:', ...typed(store, commands)].join('\n');
  return ['Do it by hand, as root:', ...commands.map(line => `  ${shellText(line)}`)].join('\n');
}

function typed(store: TrustStore, commands: ReturnType<TrustStore['adding']>): readonly string[] {
  const prefix = store.isOfRoot && process.getuid?.() !== 0 ? 'sudo ' : '';
  return commands.map(command => `  ${prefix}${shellText(command)}`);
}
