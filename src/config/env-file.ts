import {constants, open} from 'node:fs/promises';
import {parse} from 'dotenv';
import {ProxError} from '../core/errors.ts';
import type {ProcessConfig} from './config.ts';
import {SECTIONS} from './declared-names.ts';
import type {Kind} from './declared-names.ts';
import {LITERAL_DOLLAR, expandReferences} from './expand.ts';

export interface EnvLayers {
  /** The whole environment of the child, without what the supervisor adds (`PORT`, `PROX_…`). */
  readonly env: Readonly<Record<string, string>>;
  /** Only what prox.yaml and the env files add. */
  readonly added: Readonly<Record<string, string>>;
  /** Where each added key comes from: the path of an env file, or `processes.<name>.env`, `tasks.<name>.env`. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface ResolveEnvironmentOptions {
  readonly process: Pick<ProcessConfig, 'name' | 'env' | 'envFiles'> & {readonly kind: Kind};
  /** The environment of prox; never changed. */
  readonly base: Readonly<Record<string, string | undefined>>;
}

/**
 * Later wins: the environment of prox, the env files in order, the `env` of the process
 * (docs/reference/config.md, "Environment of a process"). Reads the files anew.
 * @throws ProxError ENV_FILE_UNREADABLE
 */
export async function resolveEnvironment({
  process,
  base,
}: ResolveEnvironmentOptions): Promise<EnvLayers> {
  const env = new Map(Object.entries(base).filter(isSet));
  const sources = new Map<string, string>();
  const add = (key: string, value: string, source: string): void => {
    env.set(key, value);
    sources.set(key, source);
  };
  for (const file of process.envFiles) {
    for (const [key, raw] of await readEnvFile(file)) add(key, expandReferences(raw, env), file);
  }
  for (const [key, value] of Object.entries(process.env)) {
    add(key, value, `${SECTIONS[process.kind]}.${process.name}.env`);
  }
  const added = [...env].filter(([key]) => sources.has(key));
  return {env: Object.fromEntries(env), added: Object.fromEntries(added), sources};
}

/** Keys and values in the order of the file, `$` of single-quoted values marked as literal. */
async function readEnvFile(file: string): Promise<readonly (readonly [string, string])[]> {
  const text = await readText(file);
  return Object.entries(parse(markLiterals(text)));
}

/** Else opening a named pipe would wait for its writer, and hold up whoever reads files. Not defined on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

async function readText(file: string): Promise<string> {
  let bytes;
  try {
    bytes = await readRegular(file);
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
  if (bytes.includes(0)) throw unreadable(file, 'it holds a NUL byte, so it is not a text file');
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (error) {
    throw unreadable(file, 'it is not UTF-8 text', error);
  }
}

async function readRegular(file: string): Promise<Buffer> {
  const handle = await open(file, OPEN_FLAGS);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is not a regular file');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, reason: string, cause?: unknown): ProxError {
  return new ProxError('ENV_FILE_UNREADABLE', {
    detail: `${file}: ${reason}`,
    hint: 'Mend the file, or remove it from `env_file` in prox.yaml.',
    details: {file},
    cause,
  });
}

/** The grammar of one entry in dotenv 16: whatever it takes for one value is one value here too. */
const ENTRY =
  /^\s*(?:export\s+)?[\w.-]+(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm;
const SINGLE_QUOTED = /^\s*'[\s\S]*'\s*$/;

/** dotenv drops the quotes, and with them the difference between `'$a'` and `"$a"`. */
function markLiterals(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(ENTRY, (entry: string, value?: string) => {
    const literal = value !== undefined && SINGLE_QUOTED.test(value);
    return literal ? entry.replaceAll('$', LITERAL_DOLLAR) : entry;
  });
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
