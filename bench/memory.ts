import {readFile} from 'node:fs/promises';
import {atMost, type Figure, FLOOD, whileUp} from './rig.ts';

const PROCESSES = 100;

/** Resident memory once a hundred processes have filled their rings. */
export async function memory(): Promise<readonly Figure[]> {
  const names = Array.from({length: PROCESSES}, (_, index) => `p${index}`);
  const cmd = `LINES=10000 ${process.execPath} ${FLOOD}; exec sleep 1000`;
  return whileUp(Object.fromEntries(names.map(name => [name, cmd])), async ({pid, prox}) => {
    let held = 0;
    while (held < PROCESSES * 9_999) {
      ({totalCount: held} = await prox.logs({lines: 1, stream: ['stdout']}));
    }
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    return [atMost('memory after 100 processes wrote 10,000 lines each', megabytes, 200, 'MB')];
  });
}
