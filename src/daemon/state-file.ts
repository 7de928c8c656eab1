import {link, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode} from '../core/errors.ts';
import {writePrivateFile} from '../os/private-file.ts';
import {readOwnFile} from './own-file.ts';
import type {ProcessIdentity} from './process-identity.ts';

/** What a running prox leaves in `.prox/prox.state`, so that commands find it. */
export interface DaemonState extends ProcessIdentity {
  readonly port: number;
  /** As bound: may be a wildcard. */
  readonly host: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly configFile: string;
  readonly version: string;
}

const STATE_FILE = 'prox.state';
const PID_FILE = 'prox.pid';

/** Writes the state file and, for people and scripts, the plain pid file. */
export async function writeState(stateDir: string, state: DaemonState): Promise<void> {
  await writePrivateFile(join(stateDir, PID_FILE), `${state.pid}\n`);
  await writePrivateFile(join(stateDir, STATE_FILE), formatState(state));
}

/** Undefined when there is none; one that cannot be understood is moved aside to `prox.state.bad`. */
export async function readState(stateDir: string): Promise<DaemonState | undefined> {
  const path = join(stateDir, STATE_FILE);
  const text = await readOwnFile(path);
  if (text === undefined) return undefined;
  const state = parseState(text);
  if (state === undefined) await moveAside(path, `${path}.bad`);
  return state;
}

/** Removes the state and pid files of `state`, and only those: a newer prox may have written since. */
export async function removeState(stateDir: string, state: DaemonState): Promise<void> {
  await removeExact(join(stateDir, STATE_FILE), formatState(state));
  await removeExact(join(stateDir, PID_FILE), `${state.pid}\n`);
}

/** The inverse of what `writeState` writes; undefined when a field is missing or of another type. */
function parseState(text: string): DaemonState | undefined {
  const fields = parseRecord(text);
  if (fields === undefined) return undefined;
  const {pid, port, host, config_file: configFile, version} = fields;
  const {started_at: startedAt, start_token: startToken} = fields;
  if (!isWhole(pid, 2 ** 31) || pid === 0 || !isWhole(port, 65_535)) return undefined;
  if (!isText(host) || !isText(startedAt) || !isText(configFile)) return undefined;
  if (!isText(startToken) || !isText(version)) return undefined;
  return {pid, port, host, startedAt, configFile, startToken, version};
}

function formatState(state: DaemonState): string {
  const fields = {
    pid: state.pid,
    port: state.port,
    host: state.host,
    started_at: state.startedAt,
    config_file: state.configFile,
    start_token: state.startToken,
    version: state.version,
  };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** Removes the file if it still has this text, in one move: what was put there meanwhile stays. */
async function removeExact(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.old`;
  if (!(await moveAside(path, aside))) return;
  if ((await readOwnFile(aside)) !== text) {
    try {
      await link(aside, path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error; // a still newer one is there
    }
  }
  await rm(aside, {force: true});
}

async function moveAside(path: string, aside: string): Promise<boolean> {
  try {
    await rename(path, aside);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? {...value} : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
