import {expect, test} from 'vitest';
import {urlOfAll, urlOfService} from '../../../src/cli/service-url.ts';
import {PROXY_SAMPLE} from '../../rig/proxy-sample.ts';

const {routes} = PROXY_SAMPLE.routes;
const [web] = routes;
const star = {...web, subdomain: '*', url: undefined};
const proxy = {enabled: true, httpPort: 6788, httpsPort: 6789, domain: 'localhost'} as const;

test('a service is opened at its URL', () => {
  expect(urlOfService('docs', routes)).toBe('http://docs.localhost:6788');
});

test('a typing error is answered with the nearest name', () => {
  expect(() => urlOfService('wbe', routes)).toThrow(
    expect.objectContaining({
      code: 'ROUTE_NOT_FOUND',
      hint: 'Did you mean web? Run `prox routes` to see the names.',
    }),
  );
});

test('the catch-all has no URL of its own', () => {
  expect(() => urlOfService('*', [star])).toThrow(/\* has no URL of its own/);
});

test.each([
  ['the only service that has a URL', [web, star], proxy, 'http://web.localhost:6788'],
  ['the index of several', routes, proxy, 'http://localhost:6788/'],
  ['the index of none', [], proxy, 'http://localhost:6788/'],
  ['the index on the usual port', routes, {...proxy, httpPort: 80}, 'http://localhost/'],
  [
    'the index by https, where that is all',
    routes,
    {...proxy, httpPort: undefined},
    'https://localhost:6789/',
  ],
  [
    'nothing without a listener',
    [],
    {...proxy, httpPort: undefined, httpsPort: undefined},
    undefined,
  ],
])('without a name: %s', (_, given, status, url) => {
  expect(urlOfAll(given, status)).toBe(url);
});
