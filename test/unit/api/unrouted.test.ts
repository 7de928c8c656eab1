import {expect, test} from 'vitest';
import {explainUnrouted} from '../../../src/api/unrouted.ts';

test.each([
  ['POST', '/api/v1/status', ['GET', 'HEAD', 'OPTIONS']],
  ['DELETE', '/api/v1/processes/web', ['GET', 'HEAD', 'OPTIONS']],
  ['GET', '/api/v1/processes/web/start?x=1', ['POST', 'OPTIONS']],
  ['POST', '/health', ['GET', 'HEAD', 'OPTIONS']],
  ['PUT', '/api/v1/proxy/requests?limit=1', ['GET', 'HEAD', 'DELETE', 'OPTIONS']],
  ['POST', '/api/v1/proxy/requests/stream', ['GET', 'HEAD', 'OPTIONS']],
])('%s %s is told what is allowed', (method, url, allow) => {
  expect(explainUnrouted(method, url)).toMatchObject({
    code: 'METHOD_NOT_ALLOWED',
    details: {allow},
  });
});

test.each(['/', '/status', '/api/v1', '/api/v1/', '/api/v1/processes/', '/api/v1/status/', '*'])(
  'nothing is at %s',
  url => {
    expect(explainUnrouted('GET', url)).toMatchObject({code: 'NOT_FOUND'});
  },
);

test.each([
  ['/status', 'Did you mean /api/v1/status? /api/v1/openapi.json tells all paths.'],
  ['/api/v1/proces', 'Did you mean /api/v1/processes? /api/v1/openapi.json tells all paths.'],
  ['/api/v1/proxy/request?limit=1', 'Did you mean /api/v1/proxy/requests? /api/v1/openapi.json'],
  ['/favicon.ico', '/api/v1/openapi.json tells all paths.'],
  [`/${'x'.repeat(10_000)}`, '/api/v1/openapi.json tells all paths.'],
])('%s gets a hint', (url, hint) => {
  expect(explainUnrouted('GET', url).hint?.startsWith(hint)).toBe(true);
});
