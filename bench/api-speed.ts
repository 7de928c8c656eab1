import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {promisify} from 'node:util';
import {inTurns} from './in-turns.ts';
import {nextLine, until} from './proxy-rig.ts';
import {type BenchProject, type Figure, format, median, ROOT, whileUp} from './rig.ts';
import {wrk} from './wrk.ts';

const CONNECTIONS = 16;
const ROUNDS = 4;
const SECONDS = 2;
const USUAL_COUNT = 10;
const LARGE_COUNT = 30;
/** Of what a bare fastify that sends the same bytes does. */
const LEAST_SHARE = 0.6;
/** As long as what a server writes of a request. */
const LINE = '127.0.0.1 - - "GET /api/items?page=3 HTTP/1.1" 200 4711 "-" 12 ms';
const LINES_OF_EACH = 100;
/** Nobody listens there. */
const FIRST_PORT = 45_100;
const SERVER_CORE = 0;
const CLIENT_CORE = 1;

/** What is asked, and how many answers per second there must be with USUAL_COUNT processes, or else LEAST_SHARE. */
const QUESTIONS = [
  {question: '/api/v1/processes', least: 8000},
  {question: '/api/v1/logs?lines=100', least: 3000},
  {question: '/api/v1/status', least: 8000},
] as const;

/** Answers per second of the API on one core, against a bare fastify on the same core. */
export async function apiSpeed(): Promise<readonly Figure[]> {
  return [...(await speedOf(USUAL_COUNT)), ...(await speedOf(LARGE_COUNT))];
}

async function speedOf(count: number): Promise<readonly Figure[]> {
  return whileUp(processes(count), async project => {
    await until(async () => (await project.prox.ready({})).ready);
    await until(async () => (await project.prox.stats()).logLines === count * LINES_OF_EACH);
    await keepOn(SERVER_CORE, project.pid);
    const figures: Figure[] = [];
    const isUsual = count === USUAL_COUNT;
    for (const {question, least} of QUESTIONS) {
      const {ours, theirs} = await compareWithBare(project, question);
      const share = median(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
      const rate = median(ours);
      figures.push({
        what: `\`GET ${question}\` with ${count} processes, against bare fastify`,
        seen: `${format(rate)}/s, ${format(share)} × of ${format(median(theirs))}/s`,
        limit: isUsual ? `≥ ${format(least)}/s or ≥ ${LEAST_SHARE} ×` : 'none',
        isKept: !isUsual || rate >= least || share >= LEAST_SHARE,
      });
    }
    return figures;
  });
}

function processes(count: number): Record<string, unknown> {
  const cmd = `for i in $(seq ${LINES_OF_EACH}); do echo '${LINE}'; done; exec sleep 1000`;
  const names = Array.from({length: count}, (_, index) => `service-${index}`);
  const rest = {cmd, groups: ['backend'], service: true};
  return Object.fromEntries(
    names.map((name, index) => [name, {...rest, port: FIRST_PORT + index}]),
  );
}

/** Rates of the same rounds. */
async function compareWithBare(
  {url}: BenchProject,
  question: string,
): Promise<{readonly ours: readonly number[]; readonly theirs: readonly number[]}> {
  const answer = await (await fetch(url + question)).text();
  const bare = spawn(process.execPath, [path.join(ROOT, 'bench/api-peers/fastify.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    bare.stdin.end(answer);
    const ports = [Number(new URL(url).port), Number(await nextLine(bare))];
    await keepOn(SERVER_CORE, bare.pid);
    const measures = ports.map(port => async () => rateOf(port, question));
    await inTurns(1, measures);
    const [ours = [], theirs = []] = await inTurns(ROUNDS, measures);
    return {ours, theirs};
  } finally {
    await end(bare);
  }
}

async function rateOf(port: number, question: string): Promise<number> {
  const {rate} = await wrk({
    port,
    host: 'localhost',
    path: question,
    seconds: SECONDS,
    connections: CONNECTIONS,
    core: CLIENT_CORE,
  });
  return rate;
}

/** With all threads that it has by now. */
async function keepOn(core: number, pid: number | undefined): Promise<void> {
  const args = ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)];
  await promisify(execFile)('taskset', args);
}

async function end(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, 'exit');
}
