import {expect, test} from 'vitest';
import {untilReady} from '../../../../src/cli/wait/until-ready.ts';
import type {WaitResult} from '../../../../src/cli/wait/wait-for.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import {lost, TIMEOUT_MS, WaitingProx} from './waiting-prox.ts';

const READY: WaitResult = {missing: [], isTimedOut: false};
const stopped = {status: 'stopped', pid: 0, health: 'unknown', ready: false} as const;
const unchecked = {health: 'unknown', ready: false} as const;

async function ready(prox: WaitingProx): Promise<WaitResult> {
  return prox.wait(untilReady(prox, ['web']));
}

test('what is ready is not waited for', async () => {
  const prox = new WaitingProx();
  prox.show({ready: true});
  expect(await ready(prox)).toEqual(READY);
  prox.show({status: 'starting', ready: false});
  prox.show(unchecked);
  prox.show({ready: true});
  expect(await ready(prox)).toEqual(READY);
  expect(prox.clock.armed).toEqual([]);
});

test('others may be as they like', async () => {
  const prox = new WaitingProx();
  prox.show({name: 'other', status: 'crashed', ready: false}, {ready: true});
  expect(await ready(prox)).toEqual(READY);
});

test('a process that waits for another is waited for', async () => {
  const prox = new WaitingProx();
  prox.show({...stopped, status: 'waiting', waitingOn: ['db']});
  prox.show({ready: true});
  expect(await ready(prox)).toEqual(READY);
});

test('a crash that is followed by a restart is no reason to give up', async () => {
  const prox = new WaitingProx();
  prox.show({...stopped, status: 'crashed', exitCode: 1, nextRestartMs: 1000});
  prox.show({ready: true});
  expect(await ready(prox)).toEqual(READY);
});

test.each([
  ['crashed', {...stopped, status: 'crashed', reason: 'exit code 1'}, 'crashed (exit code 1)'],
  [
    'is blocked',
    {...stopped, status: 'blocked', blockedReason: 'db is stopped'},
    'blocked (db is stopped)',
  ],
  ['was stopped', {...stopped, signal: 'SIGTERM'}, 'stopped'],
  ['was never started', stopped, 'not started'],
] as const)('a process that %s is lost', async (_, summary, reason) => {
  const prox = new WaitingProx();
  prox.show(unchecked);
  prox.show(summary);
  expect(await ready(prox)).toEqual(lost({name: 'web', reason}));
});

test('the reason of what is at the root is told once', async () => {
  const prox = new WaitingProx();
  const crashed = {...stopped, name: 'db', status: 'crashed', reason: 'exit code 1'} as const;
  const blockedReason = 'db crashed (exit code 1)';
  prox.show(crashed, {...stopped, status: 'blocked', waitingOn: ['db'], blockedReason});
  const {missing} = await prox.wait(untilReady(prox, ['db', 'web']));
  expect(missing.map(({reason}) => reason)).toEqual(['crashed (exit code 1)', 'blocked (by db)']);
});

test('a process that a reload has removed is lost', async () => {
  const prox = new WaitingProx();
  prox.show(unchecked);
  prox.show({name: 'other'});
  expect(await ready(prox)).toEqual(lost({name: 'web', reason: 'no longer in prox.yaml'}));
});

test('nothing is ready when prox is being stopped', async () => {
  const prox = new WaitingProx();
  prox.isStopping = true;
  prox.show({...stopped, exitCode: 0});
  expect(await ready(prox)).toEqual(lost({name: 'web', reason: 'prox is being stopped'}));
});

test('a prox that no longer answers is being stopped', async () => {
  const prox = new WaitingProx();
  prox.show(unchecked);
  const result = ready(prox);
  prox.failure = new ProxError('UNREACHABLE');
  prox.show({...stopped, exitCode: 0});
  expect(await result).toEqual(lost({name: 'web', reason: 'prox is being stopped'}));
});

test('the end of prox is no time-out', async () => {
  const prox = new WaitingProx();
  const result = ready(prox);
  prox.end.abort();
  expect(await result).toEqual(lost({name: 'web', reason: 'prox has ended'}));
});

test.each([
  ['a healthcheck', unchecked, 'not healthy yet'],
  ['a healthcheck that fails', {health: 'unhealthy', ready: false}, 'unhealthy'],
  ['the end of a task', {kind: 'task', ready: false}, 'has not completed yet'],
  ['another', {...stopped, status: 'waiting', waitingOn: ['db']}, 'waiting (for db)'],
] as const)('what is not ready in time for %s is told', async (_, summary, reason) => {
  const prox = new WaitingProx();
  prox.show(summary);
  const result = ready(prox);
  prox.clock.advance(TIMEOUT_MS);
  expect(await result).toEqual({
    missing: [{name: 'web', reason, isLost: false, process: 'web'}],
    isTimedOut: true,
  });
});
