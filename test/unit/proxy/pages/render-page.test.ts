import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {renderPage, type Page, type Problem} from '../../../../src/proxy/pages/render-page.ts';
import {PROXY_SAMPLE} from '../../../rig/proxy-sample.ts';

const {routes} = PROXY_SAMPLE.routes;
const EVIL = `<script>alert("x")</script>'&`;
const at = {host: 'web.localhost:6788', target: 'http://localhost:3000'};
const web = {
  name: 'web',
  status: 'running',
  isComing: false,
  reason: undefined,
  lines: [],
} as const;

const PROBLEMS: readonly [code: string | undefined, status: number, problem: Problem][] = [
  [undefined, 200, {type: 'index', domain: 'localhost', routes}],
  ['UNKNOWN_HOST', 404, {type: 'unknownHost', host: 'x.localhost', domain: 'localhost', routes}],
  ['UNKNOWN_PATH', 404, {type: 'unknownPath', host: 'x', path: '/', prefixes: ['/v1', '/v2']}],
  ['TARGET_UNREACHABLE', 502, {type: 'unreachable', ...at, error: 'refused', process: web}],
  ['TARGET_BAD_ANSWER', 502, {type: 'badAnswer', ...at, error: 'reset', process: undefined}],
  ['TARGET_RESTARTED', 502, {type: 'restarted', ...at, error: 'reset', process: web}],
  ['PROX_STOPPING', 503, {type: 'ending', host: 'web.localhost'}],
  ['TARGET_STARTING', 503, {type: 'starting', ...at, process: web, retryAfterSeconds: 2}],
  ['TARGET_BUSY', 503, {type: 'busy', ...at, process: web, retryAfterSeconds: 2}],
  ['PROXY_LOOP', 508, {type: 'loop', host: 'web.localhost'}],
  ['BAD_REQUEST', 400, {type: 'refused', status: 400, reason: 'two hosts'}],
  ['METHOD_NOT_ALLOWED', 405, {type: 'refused', status: 405, reason: 'CONNECT'}],
  ['MISDIRECTED_REQUEST', 421, {type: 'refused', status: 421, reason: 'another name'}],
  ['HEADERS_TOO_LARGE', 431, {type: 'refused', status: 431, reason: 'more than 16 KB'}],
];

describe.each(PROBLEMS)('%s', (code, status, problem) => {
  test('is a page for people', () => {
    const page = html(problem);
    expect(page.status).toBe(status);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(page.headers['x-prox-error']).toBe(code);
    expect(page.body).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page.body).toMatch(/<title>[^<]+<\/title>/);
    expect(page.body).not.toMatch(/<script|undefined|\[object/);
  });

  test('is JSON for programs', () => {
    const page = renderPage(problem, {accept: 'application/json', isNavigation: false});
    expect(page.status).toBe(status);
    expect(page.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(page.headers['x-prox-error']).toBe(code);
    const keys = code === undefined ? ['domain', 'services'] : ['error', 'code', 'details'];
    expect(Object.keys(JSON.parse(page.body) as object)).toEqual(keys);
    expect(JSON.parse(page.body)).toMatchObject(code === undefined ? {} : {code});
  });
});

test('the policy of the page lets in its own style and nothing else', () => {
  const {headers, body} = html({type: 'loop', host: 'x'});
  const style = /<style>([^]*?)<\/style>/.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  expect(style).toContain('prefers-color-scheme: dark');
  expect(body).not.toMatch(/\bstyle="/);
});

test('nothing that others chose becomes markup', () => {
  const line = {stream: 'stdout', line: EVIL} as const;
  const process = {...web, name: EVIL, status: 'crashed', reason: EVIL, lines: [line]} as const;
  const route = {...routes[0], subdomain: EVIL, process: EVIL, url: EVIL};
  const problems: readonly Problem[] = [
    {type: 'index', domain: EVIL, routes: [route]},
    {type: 'unknownHost', host: EVIL, domain: EVIL, routes: [route]},
    {type: 'unknownPath', host: EVIL, path: EVIL, prefixes: [EVIL]},
    {type: 'unreachable', host: EVIL, target: EVIL, error: EVIL, process},
    {type: 'starting', host: EVIL, target: EVIL, process, retryAfterSeconds: 1},
    {type: 'loop', host: EVIL},
    {type: 'refused', status: 400, reason: EVIL},
  ];
  for (const problem of problems) {
    const {body} = html(problem);
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;');
    expect(body).not.toContain(EVIL);
    expect(body).not.toContain('<script');
  }
});

test('a name with a typing error is answered with the nearest service', () => {
  const problem: Problem = {
    type: 'unknownHost',
    host: 'wbe.localhost:6788',
    domain: 'localhost',
    routes,
  };
  const {body} = html(problem);
  expect(body).toContain('<h1>No service is called wbe.localhost</h1>');
  expect(body).toContain('Did you mean <code>web.localhost</code>?');
  expect(body).toContain('<a href="http://docs.localhost:6788">docs.localhost:6788</a>');
});

test('the index leads to every service, and says how to get one when there is none', () => {
  const index = html({type: 'index', domain: 'localhost', routes}).body;
  expect(index).toContain('<a href="http://web.localhost:6788">web.localhost:6788</a>');
  expect(index).toContain('web, http://localhost:3000');
  expect(index).toContain('class="state good">running<');
  const empty = html({type: 'index', domain: 'app.test', routes: []}).body;
  expect(empty).toContain('web.app.test');
  expect(empty).toContain('prox route add web 3000');
});

test('the index tells how each process is without asking its service', () => {
  const crashed = {
    processStatus: 'crashed',
    processReason: 'exit code 1',
    state: 'unknown',
  } as const;
  const {body} = html({
    type: 'index',
    domain: 'localhost',
    routes: [{...routes[0], ...crashed}, routes[1]],
  });
  expect(body).toContain('class="state bad">crashed (exit code 1)<');
  expect(body).toContain('class="state dim">not asked yet<');
});

test('in a terminal the style is one line, and what the page says comes after it', () => {
  const lines = html({type: 'loop', host: 'x'}).body.split('\n');
  const [style, ...others] = lines.filter(line => line.length > 200);
  expect(style).toMatch(/^<style>.*<\/style>$/);
  expect(others).toEqual([]);
  const title = lines.findIndex(line => line.startsWith('<h1>'));
  expect(lines.slice(title + 1).join('')).toContain('Its target sends them back to the proxy.');
  expect(lines.findIndex(line => line === style)).toBeLessThan(title);
});

test('the catch-all is told, and is no link', () => {
  const star = {...PROXY_SAMPLE.addRoute, subdomain: '*', url: undefined};
  const {body} = html({type: 'index', domain: 'localhost', routes: [star]});
  expect(body).toContain('every other name');
  expect(body).not.toContain('<a ');
});

function html(problem: Problem): Page {
  return renderPage(problem, {accept: '*/*', isNavigation: false});
}
