import http from 'node:http';
import {type Figure, FLOOD, format, whileUp} from './rig.ts';

const LINES = 1_000_000;
const LIMIT = 200_000;

/** What one SSE reader gets of a million lines, and how fast. */
export async function streamSpeed(): Promise<readonly Figure[]> {
  const flood = {cmd: [process.execPath, FLOOD], autostart: false};
  return whileUp({flood}, async ({url, prox}) => {
    const reading = read(`${url}/api/v1/logs/stream?process=flood&stream=stdout`);
    await reading.open;
    await prox.start({name: 'flood'});
    const {lines, dropped, seconds} = await reading.done;
    const rate = lines / seconds;
    return [
      {
        what: 'one SSE reader of 1,000,000 lines',
        seen: `${format(rate)} lines/s, told of ${format(dropped)} lost, ${lines + dropped} in all`,
        limit: `≥ ${format(LIMIT)} lines/s, or told`,
        isKept: lines + dropped === LINES && (rate >= LIMIT || dropped > 0),
      },
    ];
  });
}

interface Received {
  readonly lines: number;
  readonly dropped: number;
  readonly seconds: number;
}

/** Counts frames without parsing them: the reader must not be what is measured. */
function read(url: string): {open: Promise<void>; done: Promise<Received>} {
  let startedAt = 0;
  let lines = 0;
  let dropped = 0;
  const {promise: open, resolve: opened} = deferred<void>();
  const {promise: done, resolve: finish} = deferred<Received>();
  http.get(url, response => {
    opened();
    let tail = '';
    response.setEncoding('latin1').on('data', (chunk: string) => {
      startedAt ||= performance.now();
      const text = tail + chunk;
      const frames = text.split('\n\n');
      tail = frames.pop() ?? '';
      for (const frame of frames) {
        if (frame.startsWith('id:')) lines += 1;
        else dropped += Number(/"dropped": ?(\d+)/.exec(frame)?.[1] ?? 0);
      }
      if (lines + dropped < LINES) return;
      response.destroy();
      finish({lines, dropped, seconds: (performance.now() - startedAt) / 1000});
    });
  });
  return {open, done};
}

function deferred<T>(): {promise: Promise<T>; resolve: (value: T) => void} {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>(done => (resolve = done));
  return {promise, resolve};
}
