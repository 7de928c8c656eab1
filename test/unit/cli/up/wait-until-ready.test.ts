import {expect, test} from 'vitest';
import {Output} from '../../../../src/cli/output.ts';
import {waitUntilReady} from '../../../../src/cli/up/wait-until-ready.ts';
import type {Config, HealthcheckConfig, ProcessConfig} from '../../../../src/config/config.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {ProcessList, ProcessSummary, SupervisorStatus} from '../../../../src/core/prox.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx, SAMPLE} from '../../../rig/fake-prox.ts';
import {Feed} from '../../../rig/feed.ts';
import {TextSink} from '../text-sink.ts';

const TIMEOUT_MS = 60_000;

/** A prox with one process, `web`, whose snapshots the test hands out. */
class Waiting extends FakeProx {
  readonly snapshots = new Feed<ProcessList>();
  #latest: ProcessList = {processes: []};
  readonly stderr = new TextSink();
  readonly clock = new FakeClock();
  readonly end = new AbortController();
  isStopping = false;
  override processSource = ({signal}: {readonly signal: AbortSignal}): AsyncIterable<ProcessList> =>
    this.snapshots.read(AbortSignal.any([signal, this.end.signal]));

  override async status(): Promise<SupervisorStatus> {
    const status = await super.status();
    return this.isStopping ? {...status, status: 'stopping'} : status;
  }

  show(changes: Partial<ProcessSummary>): void {
    this.#latest = {processes: [{...SAMPLE.processes.processes[0], ...changes}]};
    this.snapshots.push(this.#latest);
  }

  override async processes(): Promise<ProcessList> {
    return this.#latest;
  }

  async wait(process: Partial<ProcessConfig> = {}): Promise<boolean> {
    const {stderr, clock} = this;
    const output = new Output({stdout: stderr, stderr, env: {}, color: false, isQuiet: false});
    return waitUntilReady(
      {processes: [{name: 'web', successExitCodes: [0, 3], ...process}]} as unknown as Config,
      {
        prox: this,
        names: ['web'],
        output,
        clock,
        startedAt: 0,
        sinceSeq: 0,
        timeoutMs: TIMEOUT_MS,
      },
    );
  }
}

const healthcheck = {} as HealthcheckConfig;
const stopped = {status: 'stopped', pid: 0, health: 'unknown'} as const;

test('a process is ready when it runs, with a healthcheck when it is healthy', async () => {
  const prox = new Waiting();
  prox.show({health: 'unknown'});
  expect(await prox.wait()).toBe(true);
  prox.show({status: 'starting', health: 'unknown'});
  prox.show({health: 'unknown'});
  prox.show({health: 'healthy'});
  expect(await prox.wait({healthcheck})).toBe(true);
  expect(prox.clock.armed).toEqual([]);
});

test('a process that has ended well by itself is ready', async () => {
  const prox = new Waiting();
  prox.show({health: 'unknown'});
  prox.show({...stopped, exitCode: 3});
  expect(await prox.wait({healthcheck})).toBe(true);
});

test('a process that crashed never will be', async () => {
  const prox = new Waiting();
  prox.show({status: 'crashed', pid: 0, exitCode: 1});
  expect(await prox.wait()).toBe(false);
  expect(prox.stderr.text).toMatch(/^web crashed/);
});

test.each([
  ['by a signal', {...stopped, signal: 'SIGTERM'}],
  ['before it ran', stopped],
])('a process that was stopped %s is not ready', async (_, summary) => {
  const prox = new Waiting();
  prox.show({health: 'unknown'});
  prox.show(summary);
  expect(await prox.wait({healthcheck})).toBe(false);
  expect(prox.stderr.text).toMatch(/^web was stopped/);
});

test('a process that somebody stopped is not ready, whatever its exit code', async () => {
  const prox = new Waiting();
  prox.show({status: 'stopping', health: 'unknown'});
  prox.show({...stopped, exitCode: 0});
  expect(await prox.wait({healthcheck})).toBe(false);
  expect(prox.stderr.text).toMatch(/^web was stopped/);
});

test('a process that is restarted meanwhile is waited for', async () => {
  const prox = new Waiting();
  prox.show({status: 'stopping', health: 'unknown'});
  prox.show({status: 'starting', health: 'unknown'});
  prox.show({health: 'unknown'});
  prox.show({...stopped, exitCode: 0});
  expect(await prox.wait({healthcheck})).toBe(true);
});

test('nothing is ready when prox is being stopped', async () => {
  const prox = new Waiting();
  prox.isStopping = true;
  prox.show({...stopped, exitCode: 0});
  expect(await prox.wait()).toBe(false);
  expect(prox.stderr.text).toBe('prox is being stopped\n');
});

test('a prox that no longer answers is being stopped', async () => {
  const prox = new Waiting();
  prox.show({health: 'unknown'});
  const ready = prox.wait({healthcheck});
  prox.failure = new ProxError('UNREACHABLE');
  expect(await ready).toBe(false);
});

test('what is not ready in time is named', async () => {
  const prox = new Waiting();
  prox.show({health: 'unknown'});
  const ready = prox.wait({healthcheck});
  prox.clock.advance(TIMEOUT_MS);
  await expect(ready).rejects.toMatchObject({code: 'TIMED_OUT', detail: 'not ready: web'});
});

test('the end of prox is no time-out', async () => {
  const prox = new Waiting();
  const ready = prox.wait({healthcheck});
  prox.end.abort();
  await expect(ready).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    detail: 'it has ended; not ready: web',
  });
});
