import {expect, test} from 'vitest';
import {untilLine} from '../../../../src/cli/wait/until-line.ts';
import type {WaitResult} from '../../../../src/cli/wait/wait-for.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {LogBatch} from '../../../../src/core/log-entry.ts';
import {logEntry} from '../../../rig/fake-prox.ts';
import {Feed} from '../../../rig/feed.ts';
import {lost, TIMEOUT_MS, WaitingProx} from './waiting-prox.ts';

const condition = 'log:web:/ready/';

/** Whose lines that match the test hands out. */
class PrintingProx extends WaitingProx {
  readonly lines = new Feed<LogBatch>();
  override logSource = ({signal}: {readonly signal: AbortSignal}): AsyncIterable<LogBatch> =>
    this.lines.read(AbortSignal.any([signal, this.end.signal]));

  print(): void {
    this.lines.push({dropped: 0, entries: [logEntry(1)]});
  }

  async line(): Promise<WaitResult> {
    const names = ['web'];
    const {clock} = this;
    return this.wait(untilLine({prox: this, clock, names, pattern: 'ready', condition}));
  }
}

test('prox is asked for lines that match, from the first one that is held', async () => {
  const prox = new PrintingProx();
  prox.print();
  expect(await prox.line()).toEqual({missing: [], isTimedOut: false});
  expect(prox.calls).toContainEqual({
    operation: 'followLogs',
    input: {
      process: ['web'],
      stream: ['stdout', 'stderr'],
      pattern: 'ready',
      regex: true,
      sinceSeq: 0,
    },
  });
  expect(prox.signals.every(({aborted}) => aborted)).toBe(true);
});

test('what is left of the output of a process that has ended is read first', async () => {
  const prox = new PrintingProx();
  const result = prox.line();
  prox.show({status: 'crashed', reason: 'exit code 1'});
  await prox.clock.timerArmed(1000);
  prox.print();
  expect(await result).toEqual({missing: [], isTimedOut: false});
});

test('a process that has ended prints no more', async () => {
  const prox = new PrintingProx();
  const result = prox.line();
  prox.show({status: 'crashed', reason: 'exit code 1'});
  await prox.clock.timerArmed(1000);
  prox.clock.advance(1000);
  const reason = 'no line matches, and web is crashed (exit code 1)';
  expect(await result).toEqual(lost({name: condition, reason}));
});

test('a prox that has ended prints no more', async () => {
  const prox = new PrintingProx();
  const result = prox.line();
  prox.end.abort();
  expect(await result).toEqual(lost({name: condition, reason: 'prox has ended'}));
});

test('a line that does not come in time is missing', async () => {
  const prox = new PrintingProx();
  prox.show({});
  const result = prox.line();
  prox.clock.advance(TIMEOUT_MS);
  expect(await result).toEqual({
    missing: [{name: condition, reason: 'no line matches yet', isLost: false, process: 'web'}],
    isTimedOut: true,
  });
});

test('what prox says of the pattern is passed on', async () => {
  const prox = new PrintingProx();
  prox.logSource = () => {
    throw new ProxError('INVALID_PATTERN');
  };
  await expect(prox.line()).rejects.toMatchObject({code: 'INVALID_PATTERN'});
});
