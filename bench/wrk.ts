import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

/** What one run of wrk saw. */
export interface Load {
  readonly requests: number;
  /** Per second. */
  readonly rate: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly host: string;
  readonly seconds: number;
  /** Default `/`. */
  readonly path?: string;
  /** A Lua file that says what is sent; default GET. */
  readonly script?: string;
  /** Default 32. */
  readonly connections?: number;
  /** Of the processor, to keep wrk on; default any. */
  readonly core?: number;
}

const MS_PER_UNIT: Readonly<Record<string, number>> = {us: 0.001, ms: 1, s: 1000};

/** Loads one port over connections that are kept. Fails unless every request got its 2xx or 3xx. */
export async function wrk(options: LoadOptions): Promise<Load> {
  const {port, host, seconds, path = '/', script, connections = 32, core} = options;
  const command = [
    ...(core === undefined ? [] : ['taskset', '--cpu-list', String(core)]),
    'wrk',
    '--threads=1',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--latency',
    `--header=Host: ${host}`,
    ...(script === undefined ? [] : [`--script=${script}`]),
    `http://127.0.0.1:${port}${path}`,
  ];
  const {stdout} = await promisify(execFile)('env', command);
  const failed = /^.*(Socket errors|Non-2xx).*$/m.exec(stdout);
  if (failed) throw new Error(`wrk against port ${port}: ${failed[0].trim()}`);
  const [, amount, unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1]),
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    p99Ms: Number(amount) * (MS_PER_UNIT[unit] ?? Number.NaN),
  };
}
