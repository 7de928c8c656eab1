import {atMost, type Figure, median, percentile, whileUp} from './rig.ts';

const COUNT = 100;
const SCRAPES = 200;
/** Until the code of both sides is compiled: a scraper asks for days. */
const FIRST_SCRAPES = 20;

/** How long a scrape of `/metrics` takes with many processes. */
export async function metrics(): Promise<readonly Figure[]> {
  const names = Array.from({length: COUNT}, (_, index) => `p${index}`);
  const processes = Object.fromEntries(names.map(name => [name, 'exec sleep 1000']));
  return whileUp(processes, async ({url}) => {
    for (let count = 0; count < FIRST_SCRAPES; count++) await scrape(url);
    const times: number[] = [];
    for (let count = 0; count < SCRAPES; count++) {
      const startedAt = performance.now();
      await scrape(url);
      times.push(performance.now() - startedAt);
    }
    const what = `\`GET /metrics\` with ${COUNT} processes`;
    return [
      atMost(`${what}, median`, median(times), 20, 'ms'),
      atMost(`${what}, p99`, percentile(times, 0.99), 20, 'ms'),
    ];
  });
}

async function scrape(url: string): Promise<void> {
  const answer = await fetch(`${url}/metrics`);
  const text = await answer.text();
  if (!text.includes(`prox_process_up{process="p${COUNT - 1}"`)) throw new Error(text);
}
