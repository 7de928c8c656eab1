import {expect, test} from 'vitest';
import type {RequestFilter} from '../../../../src/core/request-record.ts';
import {requestMatcher, type Filterable} from '../../../../src/proxy/request-log/request-filter.ts';

const REQUEST: Filterable = {
  method: 'POST',
  url: '/Login?next=/',
  host: 'Web.localhost:8080',
  subdomain: 'web',
  process: 'frontend',
  statusCode: 404,
  startedAt: 1000,
};
const DURATION_MS = 50;

test.each<RequestFilter>([
  {},
  {subdomain: ['api', 'web']},
  {subdomain: ['WEB']},
  {method: ['get', 'post']},
  {process: ['frontend']},
  {minStatus: 404, maxStatus: 404},
  {since: 1000, until: 1000},
  {minDurationMs: 50},
  {search: 'localhost:8080/login'},
  {search: ''},
])('matches %j', filter => {
  expect(requestMatcher(filter)(REQUEST, DURATION_MS)).toBe(true);
});

test.each<RequestFilter>([
  {subdomain: ['api']},
  {subdomain: []},
  {method: ['GET']},
  {process: ['web']},
  {minStatus: 405},
  {maxStatus: 403},
  {since: 1001},
  {until: 999},
  {minDurationMs: 51},
  {search: 'logout'},
  {subdomain: ['web'], method: ['GET']},
])('does not match %j', filter => {
  expect(requestMatcher(filter)(REQUEST, DURATION_MS)).toBe(false);
});

test('an exchange without a status matches no bound of it, and one without a process no name', () => {
  const early = {...REQUEST, statusCode: undefined, process: undefined};

  expect(requestMatcher({})(early, 0)).toBe(true);
  expect(requestMatcher({minStatus: 0})(early, 0)).toBe(false);
  expect(requestMatcher({maxStatus: 999})(early, 0)).toBe(false);
  expect(requestMatcher({process: ['frontend']})(early, 0)).toBe(false);
});
