import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {processorSeconds} from './process-stats.ts';
import {alternate, atMost, BIN, type Figure, inProject, median, run, whileUp} from './rig.ts';

const COUNT = 200;
const ROUNDS = 3;
const IDLE_SECONDS = 30;
const EDITS = 10;
const DEBOUNCE_MS = 300;

/** Nothing but a spawn, and what a small program does before it is up. */
const CHILDREN = {
  'of `sleep`': 'echo is-up; exec sleep 1000',
  'that work for 50 ms first':
    "awk 'BEGIN {for (i = 0; i < 6000000; i++);}'; echo is-up; exec sleep 1000",
} as const;

/** Many processes: their start against a shell script with `&`, their end, their cost when idle, and an edit. */
export async function stack(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [what, cmd] of Object.entries(CHILDREN)) figures.push(...(await starts(what, cmd)));
  return [...figures, ...(await idleShare()), ...(await editLatency())];
}

async function starts(what: string, cmd: string): Promise<readonly Figure[]> {
  const downs: number[][] = [[], []];
  const prox = async (kind: 0 | 1): Promise<number> =>
    inProject(processes(cmd, {isChain: kind === 1}), async dir => {
      const child = spawn(process.execPath, [BIN, 'up', '--timestamps=none'], {cwd: dir});
      const upMs = await untilAllUp(child);
      const startedAt = performance.now();
      await run(process.execPath, [BIN, 'down'], {cwd: dir});
      downs[kind]?.push(performance.now() - startedAt);
      return upMs;
    });
  const [shell = 0, parallel = 0, chain = 0] = await alternate(ROUNDS, [
    async () => shellMs(cmd),
    async () => prox(0),
    async () => prox(1),
  ]);
  const [parallelDowns = [], chainDowns = []] = downs;
  return [
    atMost(`${COUNT} ${what}, all up, against \`&\` in a shell`, parallel / shell, 1.3, '×'),
    atMost(`the same in a chain of \`depends_on\``, chain / shell, 1.3, '×'),
    atMost(`\`prox down\` of these`, median(parallelDowns), 2000, 'ms'),
    atMost(`\`prox down\` of the chain`, median(chainDowns), 2000, 'ms'),
  ];
}

function processes(cmd: string, {isChain}: {isChain: boolean}): Record<string, unknown> {
  const names = Array.from({length: COUNT}, (_, index) => `p${index}`);
  return Object.fromEntries(
    names.map((name, index) => {
      const needed = isChain && index > 0 ? {depends_on: [`p${index - 1}`]} : {};
      return [name, {cmd, ...needed}];
    }),
  );
}

async function shellMs(cmd: string): Promise<number> {
  const script = `for i in $(seq ${COUNT}); do sh -c "$CMD" & done; wait`;
  const child = spawn('sh', ['-c', script], {env: {...process.env, CMD: cmd}, detached: true});
  const ms = await untilAllUp(child);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');
  return ms;
}

async function untilAllUp(child: ChildProcess): Promise<number> {
  const startedAt = performance.now();
  let up = 0;
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface({input: child.stdout});
  return new Promise(resolve => {
    lines.on('line', line => {
      if (!line.endsWith('is-up')) return;
      up += 1;
      if (up === COUNT) resolve(performance.now() - startedAt);
    });
  });
}

async function idleShare(): Promise<readonly Figure[]> {
  const cmd = 'exec sleep 1000';
  return whileUp(processes(cmd, {isChain: true}), async ({pid, prox}) => {
    for await (const list of prox.followProcesses({}, {signal: new AbortController().signal})) {
      if (list.processes.every(({ready}) => ready)) break;
    }
    const before = await processorSeconds(pid);
    await new Promise(resolve => setTimeout(resolve, IDLE_SECONDS * 1000));
    const share = ((await processorSeconds(pid)) - before) / IDLE_SECONDS;
    return [atMost(`${COUNT} idle processes`, share * 100, 2, '% of a core')];
  });
}

/** From the write of a watched file to the first line of the restarted child, less its own start. */
async function editLatency(): Promise<readonly Figure[]> {
  const cmd = `exec ${process.execPath} -e 'console.log("is-up"); setInterval(() => {}, 1e6)'`;
  const web = {cmd, watch: {paths: ['src'], debounce: `${DEBOUNCE_MS}ms`}};
  return whileUp({web}, async ({dir, prox}) => {
    const file = path.join(dir, 'src/a.ts');
    await mkdir(path.dirname(file));
    await writeFile(file, '0');
    const seen: number[] = [];
    const end = new AbortController();
    const entries = prox.followLogs({process: ['web'], sinceSeq: 0}, {signal: end.signal});
    const lines = texts(entries);
    await untilLine(lines, 'is-up');
    await untilLine(lines, 'is-up'); // of the folder that has come
    for (let edit = 0; edit < EDITS; edit++) {
      // Else the guard against loops pauses the watch.
      await new Promise(resolve => setTimeout(resolve, 2500));
      const startedAt = performance.now();
      await writeFile(file, String(edit));
      await untilLine(lines, 'is-up');
      seen.push(performance.now() - startedAt);
    }
    end.abort();
    const ownStart = await run('sh', ['-c', `exec ${process.execPath} -e 'console.log(1)'`]);
    const ms = median(seen) - DEBOUNCE_MS - ownStart;
    return [
      atMost(
        'an edit to the first line of the new child, beyond the debounce and its start',
        ms,
        150,
        'ms',
      ),
    ];
  });
}

type Batches = AsyncIterable<{readonly entries: readonly {readonly line: string}[]}>;

async function* texts(batches: Batches): AsyncGenerator<string> {
  for await (const {entries} of batches) for (const {line} of entries) yield line;
}

async function untilLine(lines: AsyncGenerator<string>, wanted: string): Promise<void> {
  for (;;) {
    const {done, value} = await lines.next();
    if (done === true) throw new Error(`no line ${wanted}`);
    if (value === wanted) return;
  }
}
