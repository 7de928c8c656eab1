import {expect, test} from 'vitest';
import {OPERATIONS, ROUTES} from '../../../src/api/routes.ts';

test('no two operations share a method and a path', () => {
  const places = OPERATIONS.map(
    operation => `${ROUTES[operation].method} ${ROUTES[operation].path}`,
  );
  expect(new Set(places).size).toBe(places.length);
});

test('only reading is a GET, and only health is public', () => {
  const changes = OPERATIONS.filter(operation => ROUTES[operation].method !== 'GET');
  expect(changes.sort()).toEqual([
    'acknowledgeEvent',
    'acknowledgeEvents',
    'addRoute',
    'clearRequests',
    'reload',
    'removeRoute',
    'resize',
    'restart',
    'send',
    'shutdown',
    'start',
    'stop',
    'validateConfig',
  ]);
  const open = OPERATIONS.filter(operation => ROUTES[operation].isPublic);
  expect(open).toEqual(['health']);
});
