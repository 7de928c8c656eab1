import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {ROUTES} from '../../../src/api/routes.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {Browser} from '../../rig/browser.ts';
import {attack, HostilePage} from '../../rig/hostile-page.ts';

vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000}); // a browser starts and ends

const token = 'a-token-of-thirty-two-characters';
const rebound = 'evil.test';
const scripted = {'x-requested-with': 'XMLHttpRequest', 'content-type': 'application/json'};
let home: string;
let browser: Browser;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prox-test-'));
  browser = await Browser.start({home, rebound});
});

afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await rm(home, {recursive: true, force: true});
});

test.each(['evil.localhost', '127.0.0.1', rebound])(
  'a page at another origin (%s) reads nothing and changes nothing',
  async host => {
    await using api = await ApiRig.start({corsOrigins: ['http://localhost:3000']});
    await using site = await HostilePage.serve();
    const {page} = await browser.newPage();
    await page.goto(site.origin(host));
    const learned = await attack(page, `http://127.0.0.1:${api.port}`);
    expect(new Set(Object.values(learned))).toEqual(new Set(['nothing']));
    expect(changes(api)).toEqual([]);
  },
);

test('nor does one of the same site, whose browser has a session', async () => {
  await using api = await ApiRig.start({token});
  await using site = await HostilePage.serve();
  const {page} = await browser.newPage();
  const url = `http://127.0.0.1:${api.port}`;
  await page.context().addCookies([{name: 'prox_session', value: await logIn(api), url}]);
  await page.goto(site.origin('127.0.0.1'));
  const learned = await attack(page, url);
  expect(new Set(Object.values(learned))).toEqual(new Set(['nothing']));
  expect(api.prox.calls).not.toEqual([]); // the browser did send the cookie: that alone is no defence
  expect(changes(api)).toEqual([]);
});

test('a page whose own name leads here is told that only (DNS rebinding)', async () => {
  await using api = await ApiRig.start();
  await using site = await HostilePage.serve();
  const {page} = await browser.newPage();
  const origin = `http://${rebound}:${api.port}`;
  await page.route(`${origin}/`, async route =>
    route.fulfill({body: site.html, contentType: 'text/html'}),
  );
  await page.goto(origin);
  const learned = await attack(page, origin);
  expect(learned['GET']).toContain('HOST_NOT_ALLOWED');
  expect(learned['POST']).toContain('HOST_NOT_ALLOWED');
  for (const text of Object.values(learned)) expect(text).toMatch(/^nothing$|HOST_NOT_ALLOWED/);
  expect(api.prox.calls).toEqual([]);
});

test('a page of an allowed origin may do all this by script, also when it is isolated', async () => {
  await using site = await HostilePage.serve({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  const origin = site.origin('app.localhost');
  await using api = await ApiRig.start({corsOrigins: [origin]});
  const {page} = await browser.newPage();
  await page.goto(origin);
  const learned = await attack(page, `http://127.0.0.1:${api.port}`);
  expect(learned).toMatchObject({
    GET: expect.stringMatching(/^200 \{"logs":/),
    'GET with a header': expect.stringMatching(/^200 /),
    'GET with cookies': 'nothing', // sessions are for our own pages
    'GET without CORS': 'nothing',
    POST: '200 {"success":true}',
    'POST of JSON': '200 {"success":true}',
    DELETE: '204 ',
    WebSocket: 'opened',
    'a frame': 'nothing',
    'a script': 'nothing',
  });
});

/** What the API was asked to change. */
function changes(api: ApiRig): readonly string[] {
  return api.prox.calls
    .map(({operation}) => operation)
    .filter(operation => ROUTES[operation].method !== 'GET');
}

async function logIn(api: ApiRig): Promise<string> {
  const {headers} = await api.call({
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: scripted,
    body: JSON.stringify({token}),
  });
  return /prox_session=([\w-]+)/.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
}
