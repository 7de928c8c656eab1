import {expect, test} from 'vitest';
import {untilExit} from '../../../../src/cli/wait/until-exit.ts';
import type {WaitResult} from '../../../../src/cli/wait/wait-for.ts';
import {lost, TIMEOUT_MS, WaitingProx} from './waiting-prox.ts';

const MET: WaitResult = {missing: [], isTimedOut: false};
const condition = 'exit:web';

async function exit(prox: WaitingProx, names: readonly string[] = ['web']): Promise<WaitResult> {
  return prox.wait(untilExit(prox, {names, condition}));
}

test.each([
  ['ended well', {status: 'stopped', exitCode: 0}],
  ['crashed', {status: 'crashed', exitCode: 1}],
  ['could not be started', {status: 'crashed', reason: 'no such command'}],
  ['was stopped', {status: 'stopped', signal: 'SIGTERM'}],
  ['was stopped while it waited', {status: 'stopped'}],
  ['completed', {status: 'completed', exitCode: 0}],
] as const)('a process that %s has ended', async (_, summary) => {
  const prox = new WaitingProx();
  prox.show({});
  prox.show(summary);
  expect(await exit(prox)).toEqual(MET);
});

test('a crash that is followed by a restart is no end', async () => {
  const prox = new WaitingProx();
  prox.show({status: 'crashed', exitCode: 1, nextRestartMs: 1000});
  const result = exit(prox);
  prox.clock.advance(TIMEOUT_MS);
  expect(await result).toMatchObject({isTimedOut: true});
});

test('a group has ended when each of it has', async () => {
  const prox = new WaitingProx();
  const web = {status: 'stopped', exitCode: 0} as const;
  prox.show(web, {name: 'api'});
  const result = exit(prox, ['web', 'api']);
  prox.clock.advance(TIMEOUT_MS);
  expect(await result).toMatchObject({missing: [{reason: 'api is running', process: 'api'}]});
  prox.show(web, {name: 'api', status: 'completed'});
  expect(await exit(prox, ['web', 'api'])).toEqual(MET);
});

test.each([
  ['has never run', {status: 'stopped'}, 'web has not run'],
  ['is blocked', {status: 'blocked', blockedReason: 'db crashed'}, 'web is blocked (db crashed)'],
] as const)('a process that %s will not end', async (_, summary, reason) => {
  const prox = new WaitingProx();
  prox.show(summary);
  expect(await exit(prox)).toEqual(lost({name: condition, reason}));
});

test('a prox that has ended has left nothing running', async () => {
  const prox = new WaitingProx();
  prox.show({});
  const result = exit(prox);
  prox.end.abort();
  expect(await result).toEqual(MET);
});
