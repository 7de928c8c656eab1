import {expect, test} from 'vitest';
import {type ErrorCode, ProxError} from '../../../src/core/errors.ts';
import type {ProcessDetail, ProcessList, ProcessSummary} from '../../../src/core/process-report.ts';
import type {LogPage, LogQuery} from '../../../src/core/log-entry.ts';
import type {ProcessRef} from '../../../src/core/prox.ts';
import type {WhyReport} from '../../../src/core/why-report.ts';
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

function refused(code: ErrorCode, name: string): () => Promise<void> {
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

test('a member that is stopped already does not count, unless it is named', async () => {
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
    outcome: 0,
    stdout: '',
    stderr: 'prox: nothing to do for api, db\n',
  });
});

test('a task of a group that is done is not run again by a start of the group', async () => {
  const prox = new StackProx();
  prox.become['db'] = {kind: 'task', status: 'completed'};
  expect((await prox.run('start', 'backend')).stdout).toBe('api started\n');
  expect((await prox.run('start', 'backend', 'db')).stdout).toBe('db started\napi started\n');
});

test('a problem in prox.yaml is told by the exit code', async () => {
  const prox = new StackProx();
  prox.fate['web'] = refused('CONFIG_INVALID', 'prox.yaml:1:1: no');
  expect(await prox.run('restart', 'web')).toMatchObject({outcome: 2, stdout: ''});
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

test('a crash is told with what a diagnosis adds to its last lines', async () => {
  const prox = new DiagnosedProx();
  prox.become['cache'] = {status: 'crashed', reason: 'exit code 1'};
  prox.cause = 'cache crashed: port 3000 is held by pid 7 (x)';
  const {stderr} = await prox.run('start', 'cache');
  expect(stderr).toMatch(/^cache crashed \(exit code 1\): port 3000 is held by pid 7 \(x\)\n/);
  prox.cause = 'cache crashed (exit code 1): no more';
  prox.said = 'no more';
  expect((await prox.run('start', 'cache')).stderr).toBe(
    'cache crashed (exit code 1)\n  no more\n',
  );
});

class DiagnosedProx extends StackProx {
  cause = '';
  said = 'at work';

  override async why(input: ProcessRef): Promise<WhyReport> {
    return {...(await super.why(input)), cause: this.cause};
  }

  override async logs(query: LogQuery): Promise<LogPage> {
    const page = await super.logs(query);
    const line = {
      seq: 1e6,
      timestamp: 0,
      process: 'cache',
      stream: 'stderr',
      line: this.said,
    } as const;
    return {...page, logs: query.process === undefined ? [] : [line]};
  }
}
