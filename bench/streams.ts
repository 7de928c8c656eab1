import http from 'node:http';
import {processorSeconds} from './process-stats.ts';
import {atMost, type Figure, format, ROOT, whileUp} from './rig.ts';

const READERS = 50;
const RATE = 2000;
const SECONDS = 20;
const LINES = RATE * SECONDS;
const MAX_MS = 1000;
/** What stands before the time at which a line was written. */
const LINE = Buffer.from('"line":"');
const STAMP_DIGITS = 13;

/** Many SSE readers of all that a busy process writes: how late lines come, and what that costs. */
export async function streams(): Promise<readonly Figure[]> {
  const ticker = {
    cmd: [process.execPath, `${ROOT}/bench/ticker.mjs`],
    env: {RATE: String(RATE), SECONDS: String(SECONDS)},
    autostart: false,
  };
  return whileUp({ticker}, async ({url, pid, prox}) => {
    const arrivals = new Arrivals();
    const path = `${url}/api/v1/logs/stream?process=ticker&stream=stdout`;
    const readings = Array.from({length: READERS}, () => read(path, arrivals));
    await Promise.all(readings.map(async ({open}) => open));
    const before = await processorSeconds(pid);
    const startedAt = performance.now();
    await prox.start({name: 'ticker'});
    const lines = await Promise.all(readings.map(async ({done}) => done));
    const seconds = (performance.now() - startedAt) / 1000;
    const share = ((await processorSeconds(pid)) - before) / seconds;
    const lost = lines.reduce((sum, seen) => sum + LINES - seen, 0);
    const what = `${READERS} SSE readers of ${format(RATE)} lines/s`;
    return [
      atMost(`${what}: lines lost`, lost, 0, 'lines'),
      atMost(`${what}: from written to read, p99`, arrivals.percentile(0.99), 100, 'ms'),
      atMost(`${what}: p50`, arrivals.percentile(0.5), 100, 'ms'),
      atMost(`${what}: prox`, share * 100, 100, '% of a core'),
    ];
  });
}

/** How many lines came how many ms after they were written. */
class Arrivals {
  readonly #counts = new Uint32Array(MAX_MS + 1);
  #total = 0;

  add(ms: number): void {
    const slot = Math.max(0, Math.min(MAX_MS, ms));
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#total += 1;
  }

  percentile(share: number): number {
    let seen = 0;
    return this.#counts.findIndex(count => (seen += count) >= this.#total * share);
  }
}

/** `done` resolves with the number of lines when all have come or are told to be lost. */
function read(url: string, arrivals: Arrivals): {open: Promise<void>; done: Promise<number>} {
  let opened = (): void => {};
  const open = new Promise<void>(resolve => (opened = resolve));
  const done = new Promise<number>(resolve => {
    http.get(url, response => {
      opened();
      let lines = 0;
      let dropped = 0;
      let tail: Buffer = Buffer.alloc(0);
      response.on('data', (chunk: Buffer) => {
        const now = Math.round(performance.timeOrigin + performance.now());
        const data = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
        const end = data.lastIndexOf('\n\n') + 2;
        tail = data.subarray(end);
        const frames = data.subarray(0, end);
        for (let at = frames.indexOf(LINE); at !== -1; at = frames.indexOf(LINE, at + 1)) {
          const from = at + LINE.length;
          arrivals.add(now - Number(frames.toString('latin1', from, from + STAMP_DIGITS)));
          lines += 1;
        }
        const lag = frames.indexOf('event: lagged');
        if (lag !== -1)
          dropped += Number(/"dropped":(\d+)/.exec(frames.toString('latin1', lag))?.[1]);
        if (lines + dropped < LINES) return;
        response.destroy();
        resolve(lines);
      });
    });
  });
  return {open, done};
}
