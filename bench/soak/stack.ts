import {ROOT} from '../rig.ts';

/** All but the one that the proxy leads to. */
export const WRITERS: readonly string[] = Array.from({length: 19}, (_, index) => `w${index + 1}`);
const LINES_PER_SECOND = 5000;
/** The one lasts longer than any soak. */
const DAY_SECONDS = 86_400;

/** Twenty processes; rings that are full within seconds, so that what grows after that is a leak. */
export function soakConfig(port: number): Readonly<Record<string, unknown>> {
  const writer = {
    cmd: [process.execPath, `${ROOT}/bench/ticker.mjs`],
    env: {
      RATE: String(Math.ceil(LINES_PER_SECOND / WRITERS.length)),
      SECONDS: String(DAY_SECONDS),
    },
  };
  return {
    api: {port: 0},
    proxy: {http_port: 0},
    services: {app: {port}},
    logs: {max_lines: 1000},
    processes: {
      app: {cmd: [process.execPath, `${ROOT}/bench/soak/app.mjs`], port},
      ...Object.fromEntries(WRITERS.map(name => [name, writer])),
    },
  };
}
