import {readFile} from 'node:fs/promises';
import {atMost, type Figure, whileUp} from './rig.ts';

const PROCESSES = 30;
const SECONDS = 60;
/** Of sysconf(_SC_CLK_TCK), which Linux fixes for user space. */
const TICKS_PER_SECOND = 100;

/** Processor time of prox itself with processes that do nothing but be checked. */
export async function idle(): Promise<readonly Figure[]> {
  const web = {
    cmd: [
      process.execPath,
      '-e',
      "require('http').createServer((_, r) => r.end()).listen(process.env.PORT)",
    ],
    healthcheck: {http: '', interval: '10s'},
  };
  const processes = Array.from({length: PROCESSES}, (_, index) => {
    const port = 45_000 + index;
    return [`p${index}`, {...web, port, healthcheck: {...web.healthcheck, http: `:${port}/`}}];
  });
  return whileUp(Object.fromEntries(processes), async ({pid, prox}) => {
    for (let healthy = 0; healthy < PROCESSES;) {
      const list = await prox.processes();
      healthy = list.processes.filter(({health}) => health === 'healthy').length;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    const before = await processorSeconds(pid);
    await new Promise(resolve => setTimeout(resolve, SECONDS * 1000));
    const share = ((await processorSeconds(pid)) - before) / SECONDS;
    return [atMost('30 idle processes, healthchecks each 10 s', share * 100, 1, '% of a core')];
  });
}

async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
