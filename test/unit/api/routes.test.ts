import {expect, test} from 'vitest';
import {ALL_ROUTES} from '../../../src/api/all-routes.ts';
import {OPERATIONS, ROUTES} from '../../../src/api/routes.ts';
import {processName} from '../../../src/config/fields.ts';

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

test('what stands where a name may is no name of a process', () => {
  const paths = ALL_ROUTES.map(({path}) => path.split('/'));
  const places = paths.filter(path => path.includes('{name}'));
  const beside = places.flatMap(place => {
    const index = place.indexOf('{name}');
    const isBeside = (path: readonly string[]): boolean =>
      path.slice(0, index).join('/') === place.slice(0, index).join('/');
    return paths.filter(isBeside).map(path => path[index]);
  });
  const fixed = new Set(beside.filter(segment => segment !== undefined && segment !== '{name}'));
  expect([...fixed]).toEqual(['stream']);
  for (const segment of fixed) expect(processName().safeParse(segment).success).toBe(false);
});
