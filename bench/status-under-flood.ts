import {atMost, type Figure, percentile, whileUp} from './rig.ts';

const REQUESTS = 500;

/** How long `GET /status` takes while a process writes as fast as it can. */
export async function statusUnderFlood(): Promise<readonly Figure[]> {
  return whileUp({flood: `exec yes ${'x'.repeat(89)}`}, async ({prox}) => {
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request++) {
      const startedAt = performance.now();
      await prox.status();
      times.push(performance.now() - startedAt);
    }
    return [atMost('`GET /status` during a flood, p99', percentile(times, 0.99), 100, 'ms')];
  });
}
