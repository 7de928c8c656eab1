import {expect, test} from 'vitest';
import {Output} from '../../../src/cli/output.ts';
import {tellOfWait} from '../../../src/cli/tell-of-wait.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {ProcessDetail} from '../../../src/core/process-report.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {FakeProx, SAMPLE} from '../../rig/fake-prox.ts';
import {TextSink} from './text-sink.ts';

const PATIENCE_MS = 2000;

/** A start of `api` that takes as long as the test wants. */
class LongStart extends FakeProx {
  readonly clock = new FakeClock();
  readonly stderr = new TextSink({goneAfter: /\n/});
  waitingOn: readonly string[] = [];
  finish: () => void = () => {};
  readonly outcome: Promise<string>;

  constructor() {
    super();
    const {stderr, clock} = this;
    const output = new Output({stdout: stderr, stderr, env: {}, color: false, isQuiet: false});
    const action = async (): Promise<string> =>
      new Promise(resolve => (this.finish = () => resolve('done')));
    this.outcome = tellOfWait('api', action, {prox: this, output, clock});
  }

  override async process(input: {readonly name: string}): Promise<ProcessDetail> {
    await super.process(input);
    const {waitingOn} = this;
    const status = waitingOn.length > 0 ? 'waiting' : 'running';
    return {...SAMPLE.process, name: 'api', status, waitingOn};
  }

  async passTime(): Promise<void> {
    await this.clock.timerArmed(PATIENCE_MS);
    this.clock.advance(PATIENCE_MS);
  }
}

test('what it waits for is told once', async () => {
  const start = new LongStart();
  await start.passTime(); // as when it is being stopped first
  await start.clock.timerArmed(PATIENCE_MS);
  expect(start.stderr.text).toBe('');
  start.waitingOn = ['db', 'cache'];
  await start.passTime();
  await new Promise(resolve => start.stderr.gone.addEventListener('abort', resolve));
  expect(start.stderr.text).toBe('api waits for db, cache …\n');
  expect(start.clock.armed).toEqual([]);
  start.finish();
  expect(await start.outcome).toBe('done');
});

test('of a start that goes quickly nothing is asked', async () => {
  const start = new LongStart();
  start.finish();
  expect(await start.outcome).toBe('done');
  expect(start.clock.armed).toEqual([]);
  expect(start.calls).toEqual([]);
});

test('a prox that does not answer the question does not end the wait', async () => {
  const start = new LongStart();
  start.failure = new ProxError('UNREACHABLE');
  await start.passTime();
  await start.clock.timerArmed(PATIENCE_MS);
  start.finish();
  expect(await start.outcome).toBe('done');
});
