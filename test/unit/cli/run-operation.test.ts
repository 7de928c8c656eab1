import {expect, test} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import type {ProcessDetail, ProcessList, ProcessSummary} from '../../../src/core/process-report.ts';
import type {ProcessRef} from '../../../src/core/prox.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {FakeProx} from '../../rig/fake-prox.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';
import {type Result, runBy} from './run-program.ts';

const SETTLE_MS = 500;

function needs(name: string): Pick<ProcessSummary, 'dependsOn'> {
  return {dependsOn: [{name, condition: 'started'}]};
}

/** web needs api, which needs db; cache stands alone. `backend` is db and api. */
class StackProx extends FakeProx {
  readonly clock = new FakeClock();
  /** What becomes of them. */
  readonly become: Record<string, Partial<ProcessSummary>> = {};
  /** How start, stop and restart of one goes. */
  readonly fate: Record<string, () => Promise<void>> = {};
  readonly ended: string[] = [];

  override async processes(): Promise<ProcessList> {
    const stack = [
      sampleSummary({name: 'web', ...needs('api')}),
      sampleSummary({name: 'api', groups: ['backend'], ...needs('db')}),
      sampleSummary({name: 'db', groups: ['backend']}),
      sampleSummary({name: 'cache'}),
    ];
    return {processes: stack.map(process => ({...process, ...this.become[process.name]}))};
  }

  override async process({name}: ProcessRef): Promise<ProcessDetail> {
    return {...(await super.process({name})), ...this.become[name], name};
  }

  override async start(input: ProcessRef): Promise<void> {
    await this.#act(input, super.start(input));
  }

  override async stop(input: ProcessRef): Promise<void> {
    await this.#act(input, super.stop(input));
  }

  override async restart(input: ProcessRef): Promise<void> {
    await this.#act(input, super.restart(input));
  }

  async run(...words: readonly string[]): Promise<Result> {
    await using api = await ApiRig.start({prox: this});
    if (words[0] !== 'stop') void this.#settle();
    return await runBy(this.clock, ...words, '--addr', `127.0.0.1:${api.port}`);
  }

  async #settle(): Promise<void> {
    await this.clock.timerArmed(SETTLE_MS);
    this.clock.advance(SETTLE_MS);
  }

  async #act({name}: ProcessRef, told: Promise<void>): Promise<void> {
    await told;
    await this.fate[name]?.();
    this.ended.push(name);
  }
}

function refused(code: 'PROCESS_NOT_RUNNING' | 'SPAWN_FAILED', name: string): () => Promise<void> {
  return async () => {
    throw new ProxError(code, {detail: name});
  };
}

test('who needs others is stopped before these', async () => {
  const prox = new StackProx();
  const {outcome, stdout} = await prox.run('stop', 'db', 'api', 'web');
  expect(outcome).toBe(0);
  expect(prox.ended).toEqual(['web', 'api', 'db']);
  expect(stdout).toBe('web stopped\napi stopped\ndb stopped\n');
});

test.each([[['web', 'api', 'db']], [['web', 'backend']]])(
  'who is needed is restarted first: %j',
  async names => {
    const prox = new StackProx();
    expect((await prox.run('restart', ...names)).outcome).toBe(0);
    expect(prox.ended).toEqual(['db', 'api', 'web']);
  },
);

test('restart without names keeps the order too, and leaves alone what is done or outside', async () => {
  const prox = new StackProx();
  prox.become['db'] = {kind: 'dependency'};
  prox.become['cache'] = {kind: 'task', status: 'completed'};
  expect((await prox.run('restart')).stdout).toBe('api restarted\nweb restarted\n');
});

test('a task that is done runs again when it is named', async () => {
  const prox = new StackProx();
  prox.become['cache'] = {kind: 'task', status: 'completed', exitCode: 0};
  expect(await prox.run('restart', 'cache')).toMatchObject({
    outcome: 0,
    stdout: 'cache restarted\n',
  });
});

test('a failure keeps nobody else from being tried', async () => {
  const prox = new StackProx();
  prox.fate['db'] = refused('SPAWN_FAILED', 'db');
  expect(await prox.run('start', 'api', 'db')).toMatchObject({
    outcome: 1,
    stdout: 'api started\n',
    stderr: 'prox: Process could not be started: db\n',
  });
});

test('a group stands for its members', async () => {
  const prox = new StackProx();
  const {stdout} = await prox.run('stop', 'backend', 'db', '--json');
  const done = {success: true, error: null, code: null};
  expect(JSON.parse(stdout)).toEqual({
    results: [
      {process: 'api', ...done},
      {process: 'db', ...done},
    ],
  });
});

test('a member that is stopped already does not count, unless all are or it is named', async () => {
  const prox = new StackProx();
  prox.fate['db'] = refused('PROCESS_NOT_RUNNING', 'db');
  expect(await prox.run('stop', 'backend')).toEqual({
    outcome: 0,
    stdout: 'api stopped\n',
    stderr: '',
  });
  const complaint = 'prox: Process not running: db\n';
  expect(await prox.run('stop', 'backend', 'db')).toMatchObject({outcome: 1, stderr: complaint});
  prox.fate['api'] = refused('PROCESS_NOT_RUNNING', 'api');
  expect(await prox.run('stop', 'backend')).toEqual({
    outcome: 1,
    stdout: '',
    stderr: `prox: Process not running: api\n${complaint}`,
  });
});

test('an unknown name is refused with the nearest of processes and groups', async () => {
  const prox = new StackProx();
  const {outcome, stderr} = await prox.run('stop', 'cache', 'bakend');
  expect(outcome).toBe(1);
  expect(stderr).toContain('Did you mean backend?');
  expect(prox.ended).toEqual([]);
});

test('what is blocked after a start is a failure, what is completed is none', async () => {
  const prox = new StackProx();
  prox.become['api'] = {status: 'blocked', blockedReason: 'db crashed'};
  prox.become['cache'] = {kind: 'task', status: 'completed'};
  expect(await prox.run('start', 'cache', 'api')).toMatchObject({
    outcome: 1,
    stdout: 'cache started\n',
    stderr: expect.stringMatching(/^api is blocked \(db crashed\)$/m) as string,
  });
});
