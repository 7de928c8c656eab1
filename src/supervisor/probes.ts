import http from 'node:http';
import https from 'node:https';
import {connect} from 'node:net';
import type {ActiveProbe} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {formatDuration} from '../core/duration.ts';
import {describeCommandEnd} from './command-end.ts';
import type {HelperResult} from './helper-command.ts';

export type ProbeResult =
  /** `output`: what the probe saw, as it came. */
  | {readonly success: true; readonly output: string}
  /** `problem`: the same as a part of a sentence: `connection refused (localhost:5432)`. */
  | {readonly success: false; readonly output: string; readonly problem: string};

export interface ProbeOptions {
  readonly clock: Clock;
  /** From the call; then it is given up, and a command is killed. */
  readonly timeoutMs: number;
  /** Aborted when nobody wants to know any more. */
  readonly signal: AbortSignal;
  /** Runs a command in the process's own environment and directory. */
  readonly runCommand: (
    cmd: string | readonly string[],
    signal: AbortSignal,
  ) => Promise<HelperResult>;
}

/** Never rejects: a failure is a result. */
export async function runProbe(probe: ActiveProbe, options: ProbeOptions): Promise<ProbeResult> {
  if (probe.type !== 'cmd') return probeAddress(probe, options);
  const {timeoutMs, runCommand} = options;
  return attempt(options, {
    act: async end => judge(await runCommand(probe.cmd, end), timeoutMs),
    place: undefined,
  });
}

/** The same of what needs no command. */
export async function probeAddress(
  probe: AddressProbe,
  options: AttemptOptions,
): Promise<ProbeResult> {
  return attempt(options, {
    act: async end => (probe.type === 'http' ? request(probe, end) : dial(probe, end)),
    place: placeOf(probe),
  });
}

type AttemptOptions = Omit<ProbeOptions, 'runCommand'>;

interface Attempt {
  readonly act: (end: AbortSignal) => Promise<ProbeResult>;
  readonly place: string | undefined;
}

async function attempt(
  {clock, timeoutMs, signal}: AttemptOptions,
  {act, place}: Attempt,
): Promise<ProbeResult> {
  const timeout = new AbortController();
  const timer = clock.after(timeoutMs, () => timeout.abort());
  try {
    return await act(AbortSignal.any([signal, timeout.signal]));
  } catch (error) {
    const isLate = timeout.signal.aborted;
    const words = isLate ? `no answer within ${formatDuration(timeoutMs)}` : wordsOf(error);
    const problem = place === undefined ? words : `${words} (${place})`;
    return {success: false, output: problem, problem};
  } finally {
    timer.cancel();
  }
}

function judge({exit, output}: HelperResult, timeoutMs: number): ProbeResult {
  if (!exit) {
    return {
      success: false,
      output: `timed out\n${output}`.trimEnd(),
      problem: `the check did not end within ${formatDuration(timeoutMs)}`,
    };
  }
  if (exit.code === 0) return {success: true, output};
  const ending = exit.signal === undefined ? `exit code ${exit.code}` : `ended by ${exit.signal}`;
  return {
    success: false,
    output: output === '' ? ending : output,
    problem: `the check ${describeCommandEnd(exit, output)}`,
  };
}

type HttpProbe = Extract<ActiveProbe, {type: 'http'}>;
type TcpProbe = Extract<ActiveProbe, {type: 'tcp'}>;
export type AddressProbe = HttpProbe | TcpProbe;

async function request(probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const {url, status} = probe;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const {get} = url.startsWith('https:') ? https : http;
    get(url, {signal, agent: false}, resolve).on('error', reject);
  });
  const {statusCode: code = 0} = response;
  const success = status ? status.includes(code) : code >= 200 && code < 400;
  const body = success ? '' : await beginOf(response);
  response.destroy();
  const output = `HTTP ${code}\n${body}`.trimEnd();
  return success
    ? {success, output}
    : {success, output, problem: `answered ${code} (${placeOf(probe)})`};
}

/** More than is kept of it. */
const MAX_BODY_BYTES = 4096;

/** The first of what an answer says. */
async function beginOf(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MAX_BODY_BYTES) break;
    }
  } catch {
    // Cut off, or too slow: what has come is told.
  }
  return Buffer.concat(chunks).toString().trim();
}

async function dial(probe: TcpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const {host, port} = probe;
  await new Promise<void>((resolve, reject) => {
    const socket = connect({host, port, signal}, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
  return {success: true, output: `connected to ${placeOf(probe)}`};
}

/** Without what may be secret in a URL: user, password, query. */
function placeOf(probe: AddressProbe): string {
  if (probe.type === 'http') {
    const {origin, pathname} = new URL(probe.url);
    return origin + pathname;
  }
  const {host, port} = probe;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed without an answer',
  ETIMEDOUT: 'no answer',
  ENOTFOUND: 'no address is known for its name',
  EAI_AGAIN: 'no address is known for its name',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
};

function wordsOf(error: unknown): string {
  // Both loopback addresses refused: such an error has no message of its own.
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  // llhttp's codes: whatever answers does not speak HTTP.
  if (code.startsWith('HPE_')) return 'something answers that is not HTTP';
  return WORDS[code] ?? error.message;
}
