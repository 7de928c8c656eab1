import {access} from 'node:fs/promises';
import {dirname} from 'node:path';
import {hasCode, ProxError} from '../core/errors.ts';
import {localUrl} from './address.ts';
import {isAlive, isSuspended} from './process-identity.ts';
import {isOwnFolder, stateDirOf} from './state-dir.ts';
import {readState, removeState, type DaemonState} from './state-file.ts';

export interface SearchOptions {
  readonly cwd: string;
  /** `-c`: its folder is the project, nothing is searched. */
  readonly configFile?: string | undefined;
  /** The config file in a folder, which makes it a project. */
  readonly findConfig: (dir: string) => Promise<string | undefined>;
}

export interface Project {
  readonly dir: string;
  readonly configFile: string;
  readonly running: RunningProx | undefined;
}

export interface RunningProx {
  readonly projectDir: string;
  readonly configFile: string;
  /** Base URL, without a path. */
  readonly address: string;
  readonly pid: number;
  /** Tells this run of prox from every other. */
  readonly startToken: string;
}

/**
 * The running prox of the project around `cwd` (docs/reference/cli.md). A stale state file is removed
 * in passing.
 * @throws ProxError NOT_RUNNING, UNREACHABLE when it is suspended, CONFIG_NOT_FOUND when there is no
 * `configFile`
 */
export async function discover(options: SearchOptions): Promise<RunningProx> {
  const project = await findProject(options);
  if (project === undefined) {
    throw new ProxError('NOT_RUNNING', {
      detail: `no prox.yaml in ${options.cwd} or above it`,
      hint: 'Go to the project, or name its prox with --config PATH or --addr URL.',
    });
  }
  if (project.running !== undefined) return assertAwake(project.running);
  throw new ProxError('NOT_RUNNING', {detail: project.dir, hint: 'Start it with `prox up`.'});
}

/**
 * The nearest folder, from `cwd` upwards, that holds a config file or the state of a prox that runs.
 * @throws ProxError CONFIG_NOT_FOUND when there is no `configFile`
 */
export async function findProject(options: SearchOptions): Promise<Project | undefined> {
  const {cwd, configFile, findConfig} = options;
  if (configFile !== undefined) {
    await assertExists(configFile);
    const dir = dirname(configFile);
    return {dir, configFile, running: await runningIn(dir)};
  }
  for (const dir of upwardFrom(cwd)) {
    const running = await runningIn(dir);
    const found = running?.configFile ?? (await findConfig(dir));
    if (found !== undefined) return {dir, configFile: found, running};
  }
  return undefined;
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

/** A suspended prox would take a request and obey it whenever it is continued. */
async function assertAwake(running: RunningProx): Promise<RunningProx> {
  const {pid} = running;
  if (!(await isSuspended(running))) return running;
  throw new ProxError('UNREACHABLE', {
    detail: `prox (pid ${pid}) is suspended`,
    hint: `Continue it with \`fg\` in its terminal, or with \`kill -CONT ${pid}\`.`,
  });
}

/** `cwd` and each folder above it, nearest first. */
function upwardFrom(cwd: string): readonly string[] {
  const folders = [cwd];
  for (let folder = cwd; dirname(folder) !== folder; folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  return folders;
}

async function runningIn(projectDir: string): Promise<RunningProx | undefined> {
  const state = await liveState(projectDir);
  if (state === undefined) return undefined;
  const {pid, startToken, configFile, host, port} = state;
  return {projectDir, configFile, address: localUrl(host, port), pid, startToken};
}

async function assertExists(configFile: string): Promise<void> {
  try {
    await access(configFile);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) return; // it is there, and its reader says what is wrong
    const hint = 'Check the path that was given with --config.';
    throw new ProxError('CONFIG_NOT_FOUND', {detail: configFile, hint});
  }
}
