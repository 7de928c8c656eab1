import http from 'node:http';
import https from 'node:https';
import {connect} from 'node:net';
import type {Probe} from '../config/config.ts';
import type {HelperResult} from './helper-command.ts';

export interface ProbeResult {
  readonly success: boolean;
  /** What the probe saw, for people. */
  readonly output: string;
}

/** A probe that asks once and answers; a `log` probe waits for a line instead. */
export type ActiveProbe = Exclude<Probe, {type: 'log'}>;

export interface ProbeOptions {
  /** Aborted when the probe's time is up or its run has ended. */
  readonly signal: AbortSignal;
  /** Runs a command in the process's own environment and directory. */
  readonly runCommand: (
    cmd: string | readonly string[],
    signal: AbortSignal,
  ) => Promise<HelperResult>;
}

/** Never rejects: a failure is a result. */
export async function runProbe(probe: ActiveProbe, options: ProbeOptions): Promise<ProbeResult> {
  try {
    switch (probe.type) {
      case 'cmd':
        return judge(await options.runCommand(probe.cmd, options.signal));
      case 'http':
        return await request(probe, options.signal);
      case 'tcp':
        return await dial(probe, options.signal);
    }
  } catch (error) {
    return {success: false, output: error instanceof Error ? describe(error) : String(error)};
  }
}

function judge({exit, output}: HelperResult): ProbeResult {
  if (!exit) return {success: false, output: `timed out\n${output}`.trimEnd()};
  if (exit.code === 0) return {success: true, output};
  const ending = exit.signal === undefined ? `exit code ${exit.code}` : `ended by ${exit.signal}`;
  return {success: false, output: output === '' ? ending : output};
}

async function request(
  {url, status}: Extract<Probe, {type: 'http'}>,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const code = await new Promise<number>((resolve, reject) => {
    const {get} = url.startsWith('https:') ? https : http;
    get(url, {signal, agent: false}, response => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    }).on('error', reject);
  });
  const success = status ? status.includes(code) : code >= 200 && code < 400;
  return {success, output: `HTTP ${code}`};
}

async function dial(
  {host, port}: Extract<Probe, {type: 'tcp'}>,
  signal: AbortSignal,
): Promise<ProbeResult> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({host, port, signal}, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
  return {success: true, output: `connected to ${host}:${port}`};
}

/** An AggregateError (both loopback addresses refused) has no message of its own. */
function describe(error: Error): string {
  if (error.name === 'AbortError') return 'timed out';
  if (error instanceof AggregateError) return error.errors.map(String).join('\n');
  return error.message;
}
