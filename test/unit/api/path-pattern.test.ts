import {expect, test} from 'vitest';
import {fillPath, matchesPath, servedPaths} from '../../../src/api/path-pattern.ts';
import {ROUTES} from '../../../src/api/routes.ts';

test.each([
  ['/processes/{name}', '/processes/web', true],
  ['/processes/{name}', '/processes/..%2fweb', true],
  ['/processes/{name}', '/processes/', false],
  ['/processes/{name}', '/processes/web/', false],
  ['/processes/{name}/stop', '/processes//stop', false],
  ['/openapi.json', '/openapi_json', false],
])('whether %s stands for %s: %s', (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});

test('what is filled in stays one segment, whatever it holds', () => {
  const path = fillPath('/processes/{name}/stop', name => `${name}: a/b?c`);
  expect(path).toBe('/processes/name%3A%20a%2Fb%3Fc/stop');
  expect(matchesPath('/processes/{name}/stop', path)).toBe(true);
});

test.each(['', '.', '..', '\ud800', undefined, {}])('no segment is %j', value => {
  expect(() => fillPath('/processes/{name}/stop', () => value)).toThrow(
    expect.objectContaining({code: 'INVALID_PARAMETER', details: {parameter: 'name'}}),
  );
});

test('what is public is served at the root as well', () => {
  expect(servedPaths(ROUTES.health)).toEqual(['/health', '/api/v1/health']);
  expect(servedPaths(ROUTES.status)).toEqual(['/api/v1/status']);
});
