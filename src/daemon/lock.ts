import {createHash} from 'node:crypto';
import {link, rename, rm} from 'node:fs/promises';
import {hasCode, ProxError} from '../core/errors.ts';
import {writeBeside} from '../os/private-file.ts';
import {readOwnFile} from './own-file.ts';
import {isAlive, ownIdentity} from './process-identity.ts';

/** Below `.prox`. */
export const LOCK_FILE = 'prox.lock';

export interface Lock {
  release(): Promise<void>;
}

/**
 * One winner among any number of processes that ask at once, also when the last holder died without
 * releasing. `link` makes the file appear with its content, so a holder can always be read. A stale
 * lock is taken over under a second lock, named after what is stale: whoever comes late finds that
 * the content has changed and starts again.
 * @throws ProxError ALREADY_RUNNING with the holder's pid
 */
export async function acquireLock(path: string): Promise<Lock> {
  const {pid, startToken} = await ownIdentity();
  const own = JSON.stringify({pid, start_token: startToken});
  const temporary = await writeBeside(path, own);
  try {
    while (!(await tryLink(temporary, path))) {
      const holder = await readOwnFile(path);
      if (holder === undefined) continue; // released meanwhile
      await refuseIfAlive(holder);
      if (await takeOver({path, stale: holder, temporary})) break;
    }
  } finally {
    await rm(temporary, {force: true});
  }
  return {release: async () => release(path, own)};
}

/** Whether somebody has it right now. @throws ProxError ALREADY_RUNNING with the holder's pid */
export async function assertUnlocked(path: string): Promise<void> {
  const holder = await readOwnFile(path);
  if (holder !== undefined) await refuseIfAlive(holder);
}

async function takeOver(options: {
  readonly path: string;
  readonly stale: string;
  readonly temporary: string;
}): Promise<boolean> {
  const {path, stale, temporary} = options;
  const digest = createHash('sha256').update(stale).digest('hex').slice(0, 16);
  const inner = await acquireLock(`${path}.${digest}`);
  try {
    if ((await readOwnFile(path)) !== stale) return false;
    await rename(temporary, path);
    return true;
  } finally {
    await inner.release();
  }
}

async function release(path: string, own: string): Promise<void> {
  if ((await readOwnFile(path)) === own) await rm(path, {force: true});
}

/** @throws ProxError ALREADY_RUNNING; returns when the holder is dead or no text of ours */
async function refuseIfAlive(holder: string): Promise<void> {
  const match = /^\{"pid":(\d+),"start_token":"([^"\\]*)"\}$/.exec(holder);
  if (!match) return;
  const [, pid = '', startToken = ''] = match;
  if (!(await isAlive({pid: Number(pid), startToken}))) return;
  throw new ProxError('ALREADY_RUNNING', {
    detail: `already running (pid ${pid})`,
    hint: 'See it with `prox attach`, end it with `prox down`.',
    details: {pid: Number(pid)},
  });
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
