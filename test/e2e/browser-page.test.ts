import {expect, test, vi} from 'vitest';
import {Browser} from '../rig/browser.ts';
import {ProxyExample} from '../rig/proxy-example.ts';

vi.setConfig({testTimeout: 60_000}); // a browser, Vite and prox start and end

test('a browser shows the page of Vite and everything on it moves', async () => {
  await using example = await ProxyExample.start();
  await using browser = await Browser.start({home: example.cli.home});
  const tab = await browser.newPage();

  await tab.page.goto(example.http('web.localhost', '/'));
  await tab.shows('title', 'Hello from Vite');
  await tab.shows('greeting', `"hello":"web.localhost:${example.httpPort}"`);
  await tab.shows('ticks', '{"tick": 1}');
  await tab.shows('echo', 'anyone there?');
  expect(tab.problems).toEqual([]);
});

test('a hot update reaches the page without a reload', async () => {
  await using example = await ProxyExample.start();
  await using browser = await Browser.start({home: example.cli.home});
  const tab = await browser.newPage();
  await tab.page.goto(example.http('web.localhost', '/'));
  await tab.shows('echo', 'anyone there?');
  await tab.page.evaluate('globalThis.marker = "not reloaded"');

  await example.edit('web/title.js', 'Hello from Vite', 'Hello again');
  await tab.shows('title', 'Hello again');
  expect(await tab.page.evaluate('globalThis.marker')).toBe('not reloaded');
  expect(tab.problems).toEqual([]);
});

test.each([
  ['HTTP/1.1', {http2: false, protocol: 'http/1.1', handshake: 101}],
  ['HTTP/2', {http2: true, protocol: 'h2', handshake: 200}], // RFC 8441
])('a browser that trusts the CA has the same over https and %s', async (_name, expected) => {
  await using example = await ProxyExample.start({proxy: {http2: expected.http2}});
  const trust = await example.caFile();
  await using browser = await Browser.start({home: example.cli.home, trust});
  const tab = await browser.newPage();

  await tab.page.goto(example.https('web.localhost', '/'));
  await tab.shows('title', 'Hello from Vite');
  await tab.shows('greeting', '"proto":"https"');
  await tab.shows('ticks', '{"tick": 1}');
  await tab.shows('echo', 'anyone there?');
  expect(await tab.protocols()).toEqual(new Set([expected.protocol]));
  expect(tab.handshakes).toEqual([expected.handshake, expected.handshake]);

  await tab.page.evaluate('globalThis.marker = "not reloaded"');
  await example.edit('web/title.js', 'Hello from Vite', 'Hello again');
  await tab.shows('title', 'Hello again');
  expect(await tab.page.evaluate('globalThis.marker')).toBe('not reloaded');
  expect(tab.problems).toEqual([]);
});
