import {readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {compare, inTurns} from './in-turns.ts';
import {BIN, type Figure, inProject, run, whileUp} from './rig.ts';
import {ScreenRun} from './screen-run.ts';

const ROUNDS = 15;

/** How soon there is something to see, and whether a screen makes the processes start later. */
export async function screenStart(): Promise<readonly Figure[]> {
  return [await attached(), ...(await started())];
}

async function attached(): Promise<Figure> {
  return whileUp({web: 'exec sleep 1000'}, async ({dir}) => {
    const [attach = [], status = []] = await inTurns(ROUNDS, [
      async () => timeOf(dir, ['attach'], async screen => screen.showsFrame()),
      async () => run(process.execPath, [BIN, 'status'], {cwd: dir}),
    ]);
    const what = 'first frame of `prox attach`, against the whole of `prox status`';
    return compare({what, ours: attach, theirs: status, limit: {most: 2.5}});
  });
}

/** Until there is a frame, and until a child has run, which is what a developer waits for. */
async function started(): Promise<readonly Figure[]> {
  const started = 'date +%s%N > started; exec sleep 1000';
  return whileUp({web: 'exec sleep 1000'}, async other =>
    inProject({web: started}, async dir => {
      const startOf = async (...args: readonly string[]): Promise<number> => {
        const file = path.join(dir, 'started');
        await rm(file, {force: true});
        const launchedAt = performance.timeOrigin + performance.now();
        await timeOf(dir, ['up', ...args], async screen => screen.writes('web started'));
        return Number(await readFile(file, 'utf8')) / 1e6 - launchedAt;
      };
      const [frame = [], status = [], withScreen = [], plain = []] = await inTurns(ROUNDS, [
        async () => timeOf(dir, ['up'], async screen => screen.showsFrame()),
        async () => run(process.execPath, [BIN, 'status'], {cwd: other.dir}),
        async () => startOf(),
        async () => startOf('--no-tui'),
      ]);
      return [
        compare({
          what: 'first frame of `prox up`, against the whole of `prox status`',
          ours: frame,
          theirs: status,
          limit: {most: 2.5},
        }),
        compare({
          what: 'from `prox up` to its first child, with the screen against plain lines',
          ours: withScreen,
          theirs: plain,
          limit: {most: 1.5},
        }),
      ];
    }),
  );
}

/** In ms, until `shown`; the screen is ended before this resolves. */
async function timeOf(
  dir: string,
  args: readonly string[],
  shown: (screen: ScreenRun) => Promise<number>,
): Promise<number> {
  const startedAt = performance.now();
  const screen = await ScreenRun.start(args, dir);
  const shownAt = await shown(screen);
  await screen.end();
  return shownAt - startedAt;
}
