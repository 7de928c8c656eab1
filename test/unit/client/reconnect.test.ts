import {expect, test} from 'vitest';
import {reconnect} from '../../../src/client/reconnect.ts';
import {type ErrorCode, ProxError} from '../../../src/core/errors.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

type Connection = (signal: AbortSignal) => AsyncIterable<string>;

/** Follows through these connections, one after the other; there is no other after the last. */
function followThrough(clock: FakeClock, connections: readonly Connection[], maxDelayMs = 5000) {
  const controller = new AbortController();
  const {signal} = controller;
  let opened = 0;
  const followOnce = (ends: AbortSignal): AsyncIterable<string> => {
    const open = connections[opened] ?? failing(new ProxError('UNREACHABLE'));
    opened += 1;
    return open(ends);
  };
  const items = reconnect({followOnce, signal, clock, maxDelayMs})[Symbol.asyncIterator]();
  return {items, controller, opened: () => opened};
}

function failing(error: unknown): Connection {
  return async function* () {
    yield* [];
    throw error;
  };
}

function yielding(...items: readonly string[]): Connection {
  return async function* () {
    yield* items;
  };
}

test('what comes through one connection after the other is one stream', async () => {
  const clock = new FakeClock();
  const {items} = followThrough(clock, [yielding('a', 'b'), yielding(), yielding('c')]);
  expect(await items.next()).toEqual({done: false, value: 'a'});
  expect(await items.next()).toEqual({done: false, value: 'b'});
  const third = items.next();
  await clock.timerArmed(250);
  clock.advance(250);
  await clock.timerArmed(500);
  clock.advance(500);
  expect(await third).toEqual({done: false, value: 'c'});
});

test.each([
  [5000, [250, 500, 1000, 2000, 4000, 5000, 5000]],
  [1000, [250, 500, 1000, 1000]],
])('the pauses grow to %i ms and no further', async (maxDelayMs, pauses) => {
  const clock = new FakeClock();
  const {items, controller, opened} = followThrough(clock, [], maxDelayMs);
  const first = items.next();
  for (const [index, pauseMs] of pauses.entries()) {
    await clock.timerArmed(pauseMs);
    expect(opened()).toBe(index + 1);
    clock.advance(pauseMs);
  }
  controller.abort();
  expect(await first).toEqual({done: true, value: undefined});
});

test('after a connection that has lasted the pauses begin anew', async () => {
  const clock = new FakeClock();
  const lasting: Connection = async function* () {
    clock.advance(5000);
    yield* ['late'];
  };
  const gone = failing(new ProxError('UNREACHABLE'));
  const {items} = followThrough(clock, [gone, gone, lasting, yielding('again')]);
  const first = items.next();
  for (const pauseMs of [250, 500]) {
    await clock.timerArmed(pauseMs);
    clock.advance(pauseMs);
  }
  expect(await first).toEqual({done: false, value: 'late'});
  const second = items.next();
  await clock.timerArmed(250);
  clock.advance(250);
  expect(await second).toEqual({done: false, value: 'again'});
});

test.each<ErrorCode>(['UNREACHABLE', 'SHUTDOWN_IN_PROGRESS', 'STREAM_LIMIT_REACHED'])(
  '%s passes: it is tried again',
  async code => {
    const clock = new FakeClock();
    const {items} = followThrough(clock, [failing(new ProxError(code)), yielding('a')]);
    const first = items.next();
    await clock.timerArmed(250);
    clock.advance(250);
    expect(await first).toEqual({done: false, value: 'a'});
  },
);

test.each<ErrorCode>([
  'INVALID_PATTERN',
  'UNAUTHORIZED',
  'HOST_NOT_ALLOWED',
  'PROCESS_NOT_FOUND',
  'RATE_LIMITED',
  'PROXY_NOT_ENABLED',
  'INTERNAL_ERROR',
])('%s is thrown and not tried again', async code => {
  const {items, opened} = followThrough(new FakeClock(), [failing(new ProxError(code))]);
  await expect(items.next()).rejects.toMatchObject({code});
  expect(opened()).toBe(1);
});

test('a bug is thrown as it is', async () => {
  const bug = new TypeError('oops');
  const {items} = followThrough(new FakeClock(), [failing(bug)]);
  await expect(items.next()).rejects.toBe(bug);
});

test('an abort ends the pause, and the stream without an error', async () => {
  const clock = new FakeClock();
  const {items, controller, opened} = followThrough(clock, []);
  const first = items.next();
  await clock.timerArmed(250);
  controller.abort();
  expect(await first).toEqual({done: true, value: undefined});
  expect(clock.armed).toEqual([]);
  expect(opened()).toBe(1);
});

test('an abort that a connection fails of is no error', async () => {
  const {items, controller} = followThrough(new FakeClock(), [
    async function* (signal) {
      yield* ['a'];
      signal.throwIfAborted();
    },
  ]);
  await items.next();
  controller.abort(new Error('enough'));
  expect(await items.next()).toEqual({done: true, value: undefined});
});

test('who leaves the loop closes the connection', async () => {
  let isOpen = false;
  const {items} = followThrough(new FakeClock(), [
    async function* () {
      isOpen = true;
      try {
        yield* ['a', 'b'];
      } finally {
        isOpen = false;
      }
    },
  ]);
  await items.next();
  expect(isOpen).toBe(true);
  await items.return?.(undefined);
  expect(isOpen).toBe(false);
});
