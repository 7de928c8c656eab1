import {readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {alternate, atMost, BIN, type Figure, FLOOD, inProject, ROOT, run} from './rig.ts';

const CONCURRENTLY = path.join(ROOT, 'node_modules/concurrently/dist/bin/concurrently.js');
const COMMAND = `exec ${process.execPath} ${FLOOD}`;

/** How long a child takes to write a million lines: into `cat`, under `up -d`, under `up`, under concurrently. */
export async function childSpeed(): Promise<readonly Figure[]> {
  return inProject({flood: COMMAND}, async dir => {
    const report = path.join(dir, 'report');
    const env = {REPORT: report};
    const ownTime = async (): Promise<number> => {
      const ms = Number(await readFile(report, 'utf8'));
      await rm(report);
      return ms;
    };
    const under = (file: string, args: readonly string[]) => async (): Promise<number> => {
      await run(file, args, {cwd: dir, env});
      return ownTime();
    };
    const detached = async (): Promise<number> => {
      await run(process.execPath, [BIN, 'up', '-d'], {cwd: dir, env});
      await waitForFile(report);
      await run(process.execPath, [BIN, 'down'], {cwd: dir, env});
      return ownTime();
    };
    const [cat = 0, background = 0, plain = 0, concurrently = 0] = await alternate(5, [
      under('sh', ['-c', `${process.execPath} ${FLOOD} | cat > /dev/null`]),
      detached,
      under('sh', ['-c', `${process.execPath} ${BIN} up --no-tui > /dev/null`]),
      under('sh', ['-c', `${process.execPath} ${CONCURRENTLY} '${COMMAND}' > /dev/null`]),
    ]);
    return [
      atMost('1,000,000 lines under `up -d`, against `cat`', background / cat, 4, '×'),
      atMost('the same under `up > /dev/null`, against concurrently', plain / concurrently, 1, '×'),
    ];
  });
}

/** The report is written in one go when the flood has ended. */
async function waitForFile(file: string): Promise<void> {
  while (!(await readFile(file, 'utf8').catch(() => ''))) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
