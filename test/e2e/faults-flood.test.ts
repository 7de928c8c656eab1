import {connect, type Socket} from 'node:net';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};

/** What a person who waits calls at once; the median, for other programs may have the machine for a while. */
const ANSWER_MS = 500;
/** With the start of the command itself; half of the grace period, which these do not need. */
const DOWN_MS = 5000;

test('while processes flood, the API answers and down stays within its budget', async () => {
  const processes = {lines: 'yes', noLines: 'cat /dev/zero >&2'};
  await using cli = await ProxCli.create({config: {api, processes}});
  expect(await cli.run('up', '-d')).toMatchObject({code: 0});
  const url = `http://127.0.0.1:${cli.state().port}/api/v1`;
  const answerMs: number[] = [];
  while (answerMs.length < 11) {
    const askedAt = performance.now();
    const answer = await fetch(`${url}/status`);
    expect(await answer.json()).toMatchObject({status: 'running'});
    answerMs.push(performance.now() - askedAt);
  }
  expect(answerMs.sort((a, b) => a - b)[5]).toBeLessThan(ANSWER_MS);
  const downAt = performance.now();
  expect(await cli.run('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  expect(performance.now() - downAt).toBeLessThan(DOWN_MS);
  await cli.assertNothingLeft();
});

test('a reader that stalls is told what it has lost, without a gap or a double', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up', '-d');
  const run = await web.nextRun();
  await up.exit;
  const reader = readLog(cli.state().port);
  await run.print('begin');
  await reader.until('begin');

  reader.socket.pause();
  // A lot more than the ring of 10,000 lines and the sockets take (up to 38 MB): as events they are 100 MB.
  for (let part = 0; part < 100; part++) await run.write('flood\n'.repeat(10_000));
  await run.print('end');
  reader.socket.resume();
  await reader.until('end');

  const {seqs, dropped} = reader;
  expect(dropped).toBeGreaterThan(0);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  const [first = 0] = seqs;
  expect(seqs.length + dropped).toBe((seqs.at(-1) ?? 0) - first + 1);
  expect(reader.gaps).toEqual(reader.losses);
});

/** Reads the log by way of a plain socket, which can stop reading. */
function readLog(port: number): LogReader {
  return new LogReader(connect(port, '127.0.0.1'));
}

class LogReader {
  readonly socket: Socket;
  readonly seqs: number[] = [];
  /** As told. */
  readonly losses: number[] = [];
  /** As seen: how many seqs are missing between two entries. */
  readonly gaps: number[] = [];
  readonly #seen = new Set<string>();
  #rest = '';
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk));
    socket.write('GET /api/v1/logs/stream?since_seq=0 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  }

  get dropped(): number {
    return this.losses.reduce((sum, loss) => sum + loss, 0);
  }

  async until(line: string): Promise<void> {
    while (!this.#seen.has(line)) await new Promise<void>(resolve => (this.#wake = resolve));
  }

  #take(chunk: string): void {
    const rows = (this.#rest + chunk).split('\n');
    this.#rest = rows.pop() ?? '';
    for (const row of rows) if (row.startsWith('data: ')) this.#read(JSON.parse(row.slice(6)));
    this.#wake();
  }

  #read({dropped, seq, line}: {dropped?: number; seq: number; line: string}): void {
    if (dropped !== undefined) {
      this.losses.push(dropped);
      return;
    }
    const last = this.seqs.at(-1);
    if (last !== undefined && seq !== last + 1) this.gaps.push(seq - last - 1);
    this.seqs.push(seq);
    this.#seen.add(line);
  }
}
