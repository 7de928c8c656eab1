import {processorSeconds, residentMegabytes} from './process-stats.ts';
import {compare, inTurns} from './in-turns.ts';
import {
  atMost,
  type BenchProject,
  type Figure,
  FLOOD,
  format,
  median,
  percentile,
  ROOT,
  whileUp,
} from './rig.ts';
import {ScreenRun} from './screen-run.ts';

const IDLE_SECONDS = 30;
const RATE = 2000;
const FLOOD_SECONDS = 10;
const ROUNDS = 5;
const KEYS = 60;
const FEW_LINES = 10_000;
const MANY_LINES = 1_000_000;

/** What a screen costs that is open all day, and whether its keys are felt while lines pour in. */
export async function screenLoad(): Promise<readonly Figure[]> {
  const ticker = {
    cmd: [process.execPath, `${ROOT}/bench/ticker.mjs`],
    env: {RATE: String(RATE), SECONDS: '600'},
    autostart: false,
  };
  const flood = (lines: number): object => ({
    cmd: [process.execPath, FLOOD],
    env: {LINES: String(lines)},
    autostart: false,
  });
  const processes = {
    web: 'exec sleep 1000',
    ticker,
    few: flood(FEW_LINES),
    many: flood(MANY_LINES),
  };
  return whileUp(processes, async project => {
    const {prox} = project;
    const atRest = await idle(project);
    await prox.start({name: 'ticker'});
    const underLoad = [...(await underFlood(project)), await ofProx(project)];
    await prox.stop({name: 'ticker'});
    return [...atRest, ...underLoad, await memory(project)];
  });
}

async function idle({dir}: BenchProject): Promise<readonly Figure[]> {
  const screen = await shown(dir);
  await passed(5); // what is compiled and collected after the start is no idleness
  const bytesBefore = screen.bytes;
  const share = await shareOf(screen.pid, IDLE_SECONDS);
  const bytes = screen.bytes - bytesBefore;
  await screen.end();
  return [
    atMost('an idle screen: bytes written', bytes, 0, 'bytes'),
    atMost('an idle screen: processor', share * 100, 1, '% of a core'),
  ];
}

async function underFlood({dir}: BenchProject): Promise<readonly Figure[]> {
  const screen = await shown(dir);
  await passed(2);
  const framesBefore = screen.frames;
  const share = await shareOf(screen.pid, FLOOD_SECONDS);
  const frames = (screen.frames - framesBefore) / FLOOD_SECONDS;
  const times: number[] = [];
  for (let key = 0; key < KEYS; key++) times.push(await keyTime(screen));
  await screen.end();
  const what = `the screen at ${RATE.toLocaleString('en')} lines/s`;
  return [
    atMost(`${what}: frames`, frames, 30, '/s'),
    atMost(`${what}: processor`, share * 100, 60, '% of a core'),
    atMost(`${what}: from a key to what it shows, p95`, percentile(times, 0.95), 100, 'ms'),
    atMost(`${what}: p50`, percentile(times, 0.5), 100, 'ms'),
  ];
}

/** What prox itself spends on the same lines, with a screen and without. */
async function ofProx({dir, pid}: BenchProject): Promise<Figure> {
  const [watched = [], alone = []] = await inTurns(ROUNDS, [
    async () => {
      const screen = await shown(dir);
      await passed(2);
      const share = await shareOf(pid, FLOOD_SECONDS);
      await screen.end();
      return share;
    },
    async () => shareOf(pid, FLOOD_SECONDS),
  ]);
  return compare({
    what: `prox at ${RATE.toLocaleString('en')} lines/s, with a screen against without`,
    ours: watched,
    theirs: alone,
    limit: {most: 1.5},
    note: `${format(median(watched) * 100)} against ${format(median(alone) * 100)} % of a core`,
  });
}

/** In ms; the theme is told in the footer. */
async function keyTime(screen: ScreenRun): Promise<number> {
  await passed(0.05 + Math.random() / 10);
  const pressedAt = performance.now();
  screen.press('t');
  return (await screen.writes('theme: ')) - pressedAt;
}

async function memory({dir, prox}: BenchProject): Promise<Figure> {
  const screen = await shown(dir);
  const after = async (name: string): Promise<number> => {
    await prox.start({name});
    let isOver = false;
    while (!isOver) {
      await passed(0.5);
      const {status} = (await prox.processes()).processes.find(one => one.name === name) ?? {};
      isOver = status !== 'running' && status !== 'starting';
    }
    await passed(2);
    return residentMegabytes(screen.pid);
  };
  const [few, many] = [await after('few'), await after('many')];
  await screen.end();
  const what = `memory of the screen after ${MANY_LINES.toLocaleString('en')} lines, beyond that after ${FEW_LINES.toLocaleString('en')}`;
  return atMost(`${what} (${few.toFixed(0)} MB)`, many - few, 30, 'MB');
}

async function shown(dir: string): Promise<ScreenRun> {
  const screen = await ScreenRun.start(['attach'], dir);
  await screen.writes('running');
  return screen;
}

async function shareOf(pid: number, seconds: number): Promise<number> {
  const [before, startedAt] = [await processorSeconds(pid), performance.now()];
  await passed(seconds);
  return (((await processorSeconds(pid)) - before) * 1000) / (performance.now() - startedAt);
}

async function passed(seconds: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
}
