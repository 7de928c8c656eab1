import {expect, test} from 'vitest';
import {corsHeaders} from '../../../src/api/cors.ts';

const page = 'http://localhost:3000';
const allowed = [page, 'null'];

test('a page of an allowed origin may read the answer, and which request it was', () => {
  expect(corsHeaders({method: 'GET', headers: {origin: page}}, allowed)).toEqual({
    vary: 'Origin',
    'access-control-allow-origin': page,
    'access-control-expose-headers': 'x-request-id, location, retry-after',
  });
});

test('a preflight is told the methods and headers of the API', () => {
  const headers = corsHeaders({method: 'OPTIONS', headers: {origin: page}}, allowed);
  expect(headers['access-control-allow-methods']).toBe('GET, HEAD, POST, DELETE');
  expect(headers['access-control-allow-headers']?.split(', ')).toEqual(
    expect.arrayContaining(['authorization', 'content-type', 'last-event-id', 'x-requested-with']),
  );
});

test.each([
  'http://evil.com',
  'null',
  '',
  '*',
  'http://localhost:3000.evil.com',
  'HTTP://LOCALHOST:3000',
  'http://localhost:3000/',
  undefined,
])('a page of the origin %s gets nothing but the word that it depends on that', origin => {
  for (const method of ['GET', 'OPTIONS']) {
    const headers = origin === undefined ? {} : {origin};
    expect(corsHeaders({method, headers}, allowed)).toEqual({vary: 'Origin'});
  }
});

test('nobody is ever allowed to use the session of another page', () => {
  for (const method of ['GET', 'OPTIONS', 'POST']) {
    const headers = corsHeaders({method, headers: {origin: page}}, allowed);
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  }
});

test('without allowed origins there is nothing to say', () => {
  expect(corsHeaders({method: 'GET', headers: {origin: page}}, [])).toEqual({});
});
