import {expect, test} from 'vitest';
import {createInputParser, type RawInput} from '../../../src/api/schemas.ts';
import type {ProxError} from '../../../src/core/errors.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const clock = new FakeClock();
const parse = createInputParser(clock);

const raw = {
  subdomain: 'web,api',
  method: 'get,POST',
  min_status: '400',
  max_status: '599',
  since: '5m',
  until: '2026-01-01T00:00:00.500Z',
  search: 'a,b',
  min_duration_ms: '250',
  process: 'web',
};
const filter = {
  subdomain: ['web', 'api'],
  method: ['get', 'POST'],
  minStatus: 400,
  maxStatus: 599,
  since: clock.now() - 300_000,
  until: clock.now() + 500,
  search: 'a,b',
  minDurationMs: 250,
  process: ['web'],
};

test('every filter of requests is read, for a page and for a stream', () => {
  expect(parse('requests', {...raw, limit: '20', before_id: '00000a1'})).toEqual({
    ...filter,
    limit: 20,
    beforeId: '00000a1',
  });
  expect(parse('followRequests', {...raw, limit: '20'})).toEqual(filter);
  expect(parse('requests', {})).toEqual({});
});

test('a limit above the maximum is clamped', () => {
  expect(parse('requests', {limit: '99999'})).toEqual({limit: 1000});
});

test('the bodies of a request are asked for by name', () => {
  expect(parse('request', {id: '00000a1'})).toEqual({id: '00000a1'});
  expect(parse('request', {id: '00000a1', include: 'body'})).toEqual({
    id: '00000a1',
    include: ['body'],
  });
});

test.each<[string, RawInput]>([
  ['limit', {limit: '-1'}],
  ['limit', {limit: '1.5'}],
  ['min_status', {min_status: '4xx'}],
  ['max_status', {max_status: ['1', '2']}],
  ['min_duration_ms', {min_duration_ms: '1s'}],
  ['since', {since: 'yesterday'}],
  ['until', {until: '2026-13-01T00:00:00Z'}],
  ['method', {method: ','}],
  ['before_id', {before_id: 'a1b2c3g'}],
])('a malformed %s is refused by name: %j', (parameter, given) => {
  const refused = refusal(() => parse('requests', given));
  expect(refused).toMatchObject({code: 'INVALID_PARAMETER', details: {parameter}});
});

test('what else a request may include is refused', () => {
  expect(refusal(() => parse('request', {id: 'a1b2c3d', include: 'headers'}))).toMatchObject({
    code: 'INVALID_PARAMETER',
    details: {parameter: 'include'},
  });
});

test('a route is read from the members of a body', () => {
  expect(parse('addRoute', {subdomain: 'docs', port: 4000, host: '::1', ttl_seconds: 60})).toEqual({
    subdomain: 'docs',
    port: 4000,
    host: '::1',
    ttlSeconds: 60,
  });
  const url = 'https://docs.example.com';
  expect(parse('addRoute', {subdomain: 'docs', url, colour: 'red'})).toEqual({
    subdomain: 'docs',
    url,
  });
});

test.each<[string, RawInput]>([
  ['subdomain', {port: 4000}],
  ['subdomain', {subdomain: 7}],
  ['port', {subdomain: 'docs', port: '4000'}],
  ['url', {subdomain: 'docs', url: ['a']}],
  ['host', {subdomain: 'docs', port: 1, host: null}],
  ['ttl_seconds', {subdomain: 'docs', port: 1, ttl_seconds: '10m'}],
])('a route with a malformed %s is invalid: %j', (parameter, given) => {
  const refused = refusal(() => parse('addRoute', given));
  expect(refused).toMatchObject({code: 'INVALID_ROUTE', details: {parameter}});
});

function refusal(call: () => unknown): ProxError {
  try {
    call();
  } catch (error) {
    return error as ProxError;
  }
  throw new Error('it was taken');
}
