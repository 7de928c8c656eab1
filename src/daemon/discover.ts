import {access} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {isLoopback} from '../core/loopback.ts';
import {ProxError} from '../core/errors.ts';
import {localUrl} from './address.ts';
import {isAlive} from './process-identity.ts';
import {isOwnFolder, stateDirOf} from './state-dir.ts';
import {readState, removeState, type DaemonState} from './state-file.ts';

export interface DiscoverOptions {
  readonly cwd: string;
  /** `-c`: its folder is the project, nothing is searched. */
  readonly configFile?: string | undefined;
  /** File names that make a folder a project. */
  readonly configNames: readonly string[];
}

export interface RunningProx {
  readonly projectDir: string;
  readonly configFile: string;
  /** Base URL, without a path. */
  readonly address: string;
  readonly pid: number;
  /** Tells this run of prox from every other. */
  readonly startToken: string;
  /** The address is one that a token may be sent to. */
  readonly isTrusted: boolean;
}

/**
 * The running prox of the project around `cwd` (spec: cli.md, "Discovery"). A stale state file is
 * removed in passing.
 * @throws ProxError NOT_RUNNING
 */
export async function discover(options: DiscoverOptions): Promise<RunningProx> {
  if (options.configFile !== undefined) return discoverIn(dirname(options.configFile));
  for (const folder of upwardFrom(options.cwd)) {
    const state = await liveState(folder);
    if (state !== undefined) return toRunning(folder, state);
    if (await hasAny(folder, options.configNames)) throw notRunning(folder);
  }
  throw new ProxError('NOT_RUNNING', {
    detail: `no ${options.configNames.join(' or ')} in ${options.cwd} or above it`,
    hint: 'Go to the project, or name its prox with --config PATH or --addr URL.',
  });
}

/** The state of the prox that runs in this project; undefined when none does. */
export async function liveState(projectDir: string): Promise<DaemonState | undefined> {
  const stateDir = stateDirOf(projectDir);
  if (!(await isOwnFolder(stateDir))) return undefined;
  const state = await readState(stateDir);
  if (state === undefined || (await isAlive(state))) return state;
  await removeState(stateDir, state);
  return undefined;
}

/** `cwd` and each folder above it, nearest first. */
function upwardFrom(cwd: string): readonly string[] {
  const folders = [cwd];
  for (let folder = cwd; dirname(folder) !== folder; folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  return folders;
}

async function discoverIn(projectDir: string): Promise<RunningProx> {
  const state = await liveState(projectDir);
  if (state === undefined) throw notRunning(projectDir);
  return toRunning(projectDir, state);
}

function toRunning(projectDir: string, state: DaemonState): RunningProx {
  const {pid, startToken, configFile} = state;
  const address = localUrl(state.host, state.port);
  const isTrusted = isLoopback(new URL(address).hostname.replaceAll(/[[\]]/g, ''));
  return {projectDir, configFile, address, pid, startToken, isTrusted};
}

function notRunning(projectDir: string): ProxError {
  return new ProxError('NOT_RUNNING', {detail: projectDir, hint: 'Start it with `prox up`.'});
}

async function hasAny(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    try {
      await access(join(folder, name));
      return true;
    } catch {
      // Not there, or not to be seen by us: both mean that this is not the project.
    }
  }
  return false;
}
