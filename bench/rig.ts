import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createClient} from '../src/api/client.ts';
import {httpTransport} from '../src/api/http-transport.ts';
import type {Prox} from '../src/core/prox.ts';

export const ROOT = process.cwd();
export const BIN = path.join(ROOT, 'bin/prox.js');
export const FLOOD = path.join(ROOT, 'bench/flood.mjs');

/** One row of the result: what was seen against what is promised. */
export interface Figure {
  readonly what: string;
  readonly seen: string;
  readonly limit: string;
  readonly isKept: boolean;
}

/** A project that is up in the background. */
export interface BenchProject {
  readonly dir: string;
  readonly prox: Prox;
  readonly url: string;
  readonly pid: number;
}

/** A prox.yaml, or a part of one. */
export type Configured = Readonly<Record<string, unknown>>;

export async function inProject<T>(
  processes: Configured,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  return inProjectOf({api: {port: 0}, processes}, use);
}

async function inProjectOf<T>(config: Configured, use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'prox-bench-'));
  await writeFile(path.join(dir, 'prox.yaml'), JSON.stringify(config));
  try {
    return await use(dir);
  } finally {
    await rm(dir, {recursive: true, force: true});
  }
}

export async function whileUp<T>(
  processes: Configured,
  use: (project: BenchProject) => Promise<T>,
): Promise<T> {
  return whileUpWith({api: {port: 0}, processes}, use);
}

/** Likewise, of a whole prox.yaml. */
export async function whileUpWith<T>(
  config: Configured,
  use: (project: BenchProject) => Promise<T>,
): Promise<T> {
  return inProjectOf(config, async dir => {
    await run(process.execPath, [BIN, 'up', '-d'], {cwd: dir});
    const {pid, port} = JSON.parse(await readFile(path.join(dir, '.prox/prox.state'), 'utf8'));
    const url = `http://127.0.0.1:${port}`;
    try {
      return await use({dir, url, pid, prox: createClient({baseUrl: url, request: httpTransport})});
    } finally {
      await run(process.execPath, [BIN, 'down'], {cwd: dir});
    }
  });
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Wall time in ms of a command whose output goes to /dev/null; its exit code is not looked at. */
export async function run(
  file: string,
  args: readonly string[],
  {cwd = ROOT, env = {}}: RunOptions = {},
): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(file, args, {cwd, env: {...process.env, ...env}, stdio: 'ignore'});
  await once(child, 'exit');
  return performance.now() - startedAt;
}

/** Runs the alternatives in turns, so that whatever else the machine does meets all of them. */
export async function alternate(
  rounds: number,
  alternatives: readonly (() => Promise<number>)[],
): Promise<number[]> {
  const seen = alternatives.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of alternatives.entries()) seen[index]?.push(await measure());
  }
  return seen.map(median);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function atMost(what: string, seen: number, limit: number, unit: string): Figure {
  return {
    what,
    seen: `${format(seen)} ${unit}`,
    limit: `≤ ${limit} ${unit}`,
    isKept: seen <= limit,
  };
}

export function format(value: number): string {
  return Number.isInteger(value) || value >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toPrecision(3);
}

/** A row for each on standard output; the exit code tells whether all limits were kept. */
export function tell(figures: readonly Figure[]): void {
  for (const {what, seen, limit, isKept} of figures) {
    console.log(`${isKept ? 'kept  ' : 'BROKEN'} | ${what} | ${seen} | ${limit}`);
    if (!isKept) process.exitCode = 1;
  }
}
