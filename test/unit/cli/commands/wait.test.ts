import {createServer, type AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import type {LogBatch} from '../../../../src/core/log-entry.ts';
import type {ProcessList, ProcessSummary} from '../../../../src/core/process-report.ts';
import type {SupervisorStatus} from '../../../../src/core/prox.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx, logEntry} from '../../../rig/fake-prox.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {type Result, run, runBy} from '../run-program.ts';

const neverRun = {status: 'stopped', ready: false} as const;
const crashed = {status: 'crashed', ready: false, reason: 'exit code 1'} as const;

/** Whose processes stay as they are. */
class SteadyProx extends FakeProx {
  readonly #processes: readonly ProcessSummary[];
  override processSource = (): AsyncIterable<ProcessList> => once(this.#list);
  override logSource = (): AsyncIterable<LogBatch> => once({dropped: 0, entries: [logEntry(1)]});

  constructor(...processes: readonly Partial<ProcessSummary>[]) {
    super();
    this.#processes = processes.map(sampleSummary);
  }

  override async processes(): Promise<ProcessList> {
    return this.#list;
  }

  get #list(): ProcessList {
    return {processes: this.#processes};
  }
}

async function* once<T>(item: T): AsyncGenerator<T> {
  yield item;
}

async function wait(prox: FakeProx, ...words: readonly string[]): Promise<Result> {
  await using api = await ApiRig.start({prox});
  return await run('wait', '--addr', `127.0.0.1:${api.port}`, ...words);
}

test('without names all that were started are waited for', async () => {
  const prox = new SteadyProx({name: 'web'}, {name: 'late', ...neverRun});
  expect(await wait(prox)).toEqual({outcome: 0, stdout: '', stderr: ''});
  const {outcome, stderr} = await wait(new SteadyProx({}, {name: 'api', ...crashed}));
  expect(outcome).toBe(1);
  expect(stderr).toMatch(/^prox: not ready, and will not be: api: crashed \(exit code 1\)\n/);
});

test('when nothing was started that is said', async () => {
  expect(await wait(new SteadyProx({name: 'late', ...neverRun}))).toEqual({
    outcome: 0,
    stdout: '',
    stderr: 'prox: nothing has been started\n',
  });
});

test('names are of processes and groups', async () => {
  const prox = new SteadyProx(
    {name: 'web', ...crashed},
    {name: 'api', groups: ['backend']},
    {name: 'db', groups: ['backend'], ...neverRun},
  );
  expect((await wait(prox, 'api')).outcome).toBe(0);
  const {outcome, stderr} = await wait(prox, 'backend');
  expect(outcome).toBe(1);
  expect(stderr).toMatch(/^prox: not ready, and will not be: db: not started\n/);
  expect((await wait(prox, 'bakend')).stderr).toContain('Did you mean backend?');
});

test('conditions may be several, and come on top of names', async () => {
  const prox = new SteadyProx(
    {name: 'web', ...crashed},
    {name: 'job', status: 'completed', exitCode: 0},
  );
  const conditions = ['--for', 'exit:job', '--for', 'log:web:/listening/'];
  expect((await wait(prox, ...conditions)).outcome).toBe(0);
  expect((await wait(prox, 'web', ...conditions)).outcome).toBe(1);
});

test('--json tells programs how it went', async () => {
  const prox = new SteadyProx({name: 'web'}, {name: 'api', ...crashed});
  expect(JSON.parse((await wait(prox, 'web', '--json')).stdout)).toEqual({
    ready: true,
    timed_out: false,
    not_ready: [],
  });
  expect(JSON.parse((await wait(prox, '--json')).stdout)).toEqual({
    ready: false,
    timed_out: false,
    not_ready: [{name: 'api', reason: 'crashed (exit code 1)'}],
  });
});

/** It begins when it has been asked twice. */
class BeginningProx extends SteadyProx {
  #asked = 0;

  override async status(): Promise<SupervisorStatus> {
    this.#asked += 1;
    return {...(await super.status()), status: this.#asked > 2 ? 'running' : 'starting'};
  }
}

test('a prox that is about to start its processes is given the time', async () => {
  await using api = await ApiRig.start({prox: new BeginningProx({})});
  const clock = new FakeClock();
  const result = runBy(clock, 'wait', '--addr', `127.0.0.1:${api.port}`);
  for (let round = 0; round < 2; round++) {
    await clock.timerArmed(50);
    clock.advance(50);
  }
  expect(await result).toMatchObject({outcome: 0});
});

test('an address needs no prox', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const {port} = server.address() as AddressInfo;
  expect(await run('wait', '--for', `port:${port}`)).toEqual({
    outcome: 0,
    stdout: '',
    stderr: '',
  });
  await new Promise(resolve => server.close(resolve));
  const clock = new FakeClock();
  const result = runBy(clock, 'wait', '--for', `port:127.0.0.1:${port}`, '--timeout', '5s');
  await clock.timerArmed(200);
  clock.advance(5000);
  expect(await result).toEqual({
    outcome: 124,
    stdout: '',
    stderr: `prox: Timed out: not ready: port:127.0.0.1:${port}: connection refused\n`,
  });
});

test.each([
  [['--for', 'ready:web'], /--for cannot be 'ready:web'\n[^]*exit:NAME/],
  [['--timeout', 'soon'], /--timeout must be a duration/],
])('%j is wrong usage', async (words, message) => {
  const {outcome, stderr} = await run('wait', ...words);
  expect(outcome).toBe(2);
  expect(stderr).toMatch(message);
});

test.each([[[]], [['web']], [['--for', 'exit:web']], [['--for', 'log:web:/x/']]])(
  'wait %j says that no prox is running',
  async words => {
    expect(await run('wait', ...words)).toMatchObject({
      outcome: 3,
      stderr: expect.stringContaining('No prox is running here') as string,
    });
  },
);
