import {setMaxListeners} from 'node:events';
import http from 'node:http';
import type {Prox} from '../../src/core/prox.ts';
import {WRITERS} from './stack.ts';

/** What a soak counts, so that a run in which nothing happened is seen to be one. */
export interface Counts {
  requests: number;
  failedRequests: number;
  readers: number;
  restarts: number;
}

export interface ActorOptions {
  readonly prox: Prox;
  readonly apiUrl: string;
  readonly proxyPort: number;
  readonly counts: Counts;
  /** Ends them. */
  readonly signal: AbortSignal;
}

/** Everybody who makes prox work; resolves when all have let go of what they held. */
export async function actUntilEnd(options: ActorOptions): Promise<void> {
  setMaxListeners(0, options.signal);
  await Promise.all([
    ...Array.from({length: 4}, async () => sendRequests(options)),
    ...Array.from({length: 6}, async () => comeAndGo(options)),
    stall(options),
    restart(options),
  ]);
}

/** One after the other, some over a connection of their own. */
async function sendRequests({proxyPort: port, counts, signal}: ActorOptions): Promise<void> {
  const kept = new http.Agent({keepAlive: true, maxSockets: 1});
  for (let turn = 0; !signal.aborted; turn++) {
    const agent = turn % 10 === 0 ? new http.Agent() : kept;
    const status = await statusOf({port, path: `/turn/${turn}`, host: 'app.localhost', agent});
    counts.requests += 1;
    if (status !== 200) counts.failedRequests += 1;
    await passed(10, signal);
  }
  kept.destroy();
}

async function statusOf(options: {
  readonly port: number;
  readonly path: string;
  readonly host: string;
  readonly agent: http.Agent;
}): Promise<number | undefined> {
  const {port, path, host, agent} = options;
  return new Promise(resolve => {
    http
      .get({hostname: '127.0.0.1', port, path, agent, headers: {host}}, response => {
        response.resume().on('end', () => resolve(response.statusCode));
      })
      .on('error', () => resolve(undefined));
  });
}

/** Readers of the log that read for a moment and go, without a word. */
async function comeAndGo({apiUrl, counts, signal}: ActorOptions): Promise<void> {
  while (!signal.aborted) {
    const reader = http.get(`${apiUrl}/api/v1/logs/stream`, response => response.resume());
    reader.on('error', () => undefined);
    counts.readers += 1;
    await passed(300 + Math.random() * 1200, signal);
    reader.destroy();
  }
}

/** A reader that takes nothing, for as long as it lasts. */
async function stall({apiUrl, signal}: ActorOptions): Promise<void> {
  const reader = http.get(`${apiUrl}/api/v1/logs/stream`, response => response.pause());
  reader.on('error', () => undefined);
  await passed(Number.POSITIVE_INFINITY, signal);
  reader.destroy();
}

async function restart({prox, counts, signal}: ActorOptions): Promise<void> {
  while (!signal.aborted) {
    await passed(1000, signal);
    const name = WRITERS[Math.floor(Math.random() * WRITERS.length)] ?? 'w1';
    await prox.restart({name});
    counts.restarts += 1;
  }
}

/** In ms, or until the signal. */
async function passed(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
    signal.addEventListener('abort', end);
  });
}
