import {expect, test} from 'vitest';
import {error, OWN_ANSWERS} from '../../../src/api/answers/own.ts';
import {OPERATIONS, ROUTES, type Operation} from '../../../src/api/routes.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {FollowOptions} from '../../../src/core/prox.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {deviation, expectAnswer, expectItem, type OperationCall} from '../../rig/expect-answer.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';
import {Feed} from '../../rig/feed.ts';
import {proxEvent} from '../../rig/observation-sample.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

const names = {name: 'web', id: '1', subdomain: 'docs'};

const BODIES: Partial<Record<Operation, unknown>> = {
  send: {text: 'x'},
  resize: {columns: 80, rows: 24},
  acknowledgeEvents: {all: true},
  addRoute: {subdomain: 'docs', port: 3000},
};

const isStream = (operation: Operation): boolean => ROUTES[operation].kind === 'stream';

test.each(OPERATIONS.filter(operation => !isStream(operation)))(
  'what %s answers is as documented',
  async operation => {
    await using api = await ApiRig.start();
    await expectAnswer(api, operation, callOf(operation));
    expect(api.prox.calls).toHaveLength(1);
  },
);

test.each(OPERATIONS.filter(isStream))('what %s sends is as documented', async operation => {
  await using api = await ApiRig.start();
  api.prox.processSource = once(SAMPLE.processes);
  api.prox.logSource = once({dropped: 2, entries: [logEntry(3, {truncated: true})]});
  api.prox.eventSource = once({dropped: 2, events: [proxEvent(3)]});
  api.prox.requestSource = once({dropped: 2, requests: [requestRecord()]});
  expect(await expectItem(api, operation)).toBeDefined();
});

test('what only some answers hold is as documented', async () => {
  await using api = await ApiRig.start();
  api.prox.readyReport = {ready: false, notReady: 2};
  expect(await expectAnswer(api, 'ready')).toEqual({ready: false, not_ready: 2});
  const failures = [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}];
  api.prox.shutdownReport = {waited: true, failures};
  const waited = {success: true, waited: true, failures};
  expect(await expectAnswer(api, 'shutdown')).toEqual(waited);
});

test('an error is as documented, with details and without', async () => {
  await using api = await ApiRig.start();
  const failures = [
    new ProxError('SHUTDOWN_IN_PROGRESS'),
    new ProxError('PROCESS_NOT_FOUND', {detail: 'x', hint: 'y', details: {names: []}}),
  ];
  for (const failure of failures) {
    api.prox.failure = failure;
    const {text} = await api.call({path: '/api/v1/status'});
    expect(deviation(error, JSON.parse(text))).toBeUndefined();
  }
});

test('a session is opened and ended as documented', async () => {
  await using api = await ApiRig.start({token: 'right'});
  const headers = {'content-type': 'application/json'};
  const login = {method: 'POST', path: '/api/v1/auth/login', headers, body: '{"token":"right"}'};
  expect(deviation(OWN_ANSWERS.login, JSON.parse((await api.call(login)).text))).toBeUndefined();
  const logout = {method: 'POST', path: '/api/v1/auth/logout'};
  expect(deviation(OWN_ANSWERS.logout, JSON.parse((await api.call(logout)).text))).toBeUndefined();
});

function callOf(operation: Operation): OperationCall {
  return {names, body: BODIES[operation]};
}

/** What is followed: one item, then silence. */
function once<T>(item: T): (options: FollowOptions) => AsyncIterable<T> {
  return ({signal}) => {
    const feed = new Feed<T>();
    feed.push(item);
    return feed.read(signal);
  };
}
