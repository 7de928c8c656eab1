import {expect, test} from 'vitest';
import {requestPath, requestWithBody, type Input} from '../../../src/api/request-path.ts';
import {ROUTES} from '../../../src/api/routes.ts';
import {createInputParser} from '../../../src/api/schemas.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

test('a name goes into the path, whatever it holds', () => {
  expect(requestPath(ROUTES.stop, {name: '../shutdown?x'})).toBe(
    '/api/v1/processes/..%2Fshutdown%3Fx/stop',
  );
});

test('a body holds what has no place in the path', () => {
  expect(requestWithBody(ROUTES.send, {name: 'a/b', text: 'y\r'})).toEqual({
    path: '/api/v1/processes/a%2Fb/input',
    body: '{"text":"y\\r"}',
  });
  expect(requestWithBody(ROUTES.addRoute, {subdomain: 'docs', ttlSeconds: 60})).toEqual({
    path: '/api/v1/proxy/routes',
    body: '{"subdomain":"docs","ttl_seconds":60}',
  });
});

test('an empty input leaves no question mark', () => {
  expect(requestPath(ROUTES.status, {})).toBe('/api/v1/status');
});

test.each<[string, Input]>([
  ['lists', {process: ['web', 'api'], stream: ['stdout', 'prox']}],
  ['numbers', {lines: 20, bytes: 0, sinceSeq: 17}],
  ['flags', {regex: true, pattern: 'x'}],
  ['times', {since: Date.UTC(2026, 0, 1, 2, 3, 4, 5), until: 0}],
  ['signs with a meaning in URLs', {pattern: 'a&b=c+d %20 é#'}],
])('the server reads %s as the client wrote them', (_, input) => {
  const {searchParams} = new URL(requestPath(ROUTES.logs, input), 'http://localhost');
  const parse = createInputParser(new FakeClock());
  expect(parse('logs', Object.fromEntries(searchParams))).toEqual(input);
});

test.each([Number.NaN, 1e20, Number.POSITIVE_INFINITY])('there is no time %d', since => {
  expect(() => requestPath(ROUTES.logs, {since})).toThrow(
    expect.objectContaining({code: 'INVALID_PARAMETER', details: {parameter: 'since'}}),
  );
});
