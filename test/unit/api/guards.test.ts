import type {IncomingHttpHeaders} from 'node:http';
import {expect, test} from 'vitest';
import {checkHost, checkOrigin, checkScripted, isChange} from '../../../src/api/guards.ts';

const loopback = {boundHost: '127.0.0.1', allowedHosts: ['dev.test']};

test.each([
  'localhost',
  'localhost:5555',
  'LOCALHOST:5555',
  '127.0.0.1',
  '127.0.0.1:5555',
  '[::1]',
  '[::1]:5555',
  'app.localhost',
  'a.b-c.localhost:5555',
  'dev.test',
  'Dev.Test:5555',
])('on a loopback bind the host %s is ours', name => {
  expect(() => checkHost(withHosts(name), loopback)).not.toThrow();
});

test.each([
  'evil.com',
  'evil.com:5555',
  'localhost.evil.com',
  '127.0.0.1.evil.com',
  'notlocalhost',
  '.localhost',
  'localhost.',
  '0.0.0.0:5555',
  '192.168.1.5',
  '[::]',
  '[::1',
  '[',
  '::1',
  'a:99999999',
  'localhost:99999999',
  'localhost:',
  'localhost:80:80',
  'user@localhost',
  'localhost/evil',
  'localhost evil.com',
  'localhost,evil.com',
  'sub.dev.test',
  '',
])('on a loopback bind the host "%s" is refused', name => {
  expect(() => checkHost(withHosts(name), loopback)).toThrow(hostRefused);
});

test('none and two Host headers are refused, whatever the case of their names', () => {
  expect(() => checkHost(withHosts(), loopback)).toThrow(hostRefused);
  expect(() => checkHost(withHosts('localhost', 'localhost'), loopback)).toThrow(hostRefused);
  const rawHeaders = ['Host', 'localhost', 'HOST', 'evil.com'];
  expect(() => checkHost({rawHeaders}, loopback)).toThrow(hostRefused);
});

test('a value that reads "host" is no Host header', () => {
  const rawHeaders = ['Host', 'localhost', 'X-What', 'host', 'X-Next', 'evil.com'];
  expect(() => checkHost({rawHeaders}, loopback)).not.toThrow();
});

test('the loopback address that is listened on is ours', () => {
  const policy = {boundHost: '127.0.0.5', allowedHosts: []};
  expect(() => checkHost(withHosts('127.0.0.5:5555'), policy)).not.toThrow();
  expect(() => checkHost(withHosts('127.0.0.6:5555'), policy)).toThrow(hostRefused);
});

test('beyond loopback any one well-formed host will do', () => {
  const policy = {boundHost: '0.0.0.0', allowedHosts: []};
  expect(() => checkHost(withHosts('192.168.1.5:5555'), policy)).not.toThrow();
  expect(() => checkHost(withHosts('my-mac.local'), policy)).not.toThrow();
  expect(() => checkHost(withHosts('['), policy)).toThrow(hostRefused);
  expect(() => checkHost(withHosts('a.b', 'a.b'), policy)).toThrow(hostRefused);
});

const host = 'localhost:5555';
const own = `http://${host}`;
const allowed = ['http://localhost:3000'];

test.each([
  ['plain curl', {}],
  ['our own page', {origin: own}],
  ['our own page in a new browser', {origin: own, 'sec-fetch-site': 'same-origin'}],
  ['our own page without Origin', {'sec-fetch-site': 'same-origin'}],
  ['what was typed into the address bar', {'sec-fetch-site': 'none'}],
  ['an allowed origin', {origin: 'http://localhost:3000'}],
  ['an allowed origin, cross-site', {origin: allowed[0], 'sec-fetch-site': 'cross-site'}],
])('a POST from %s passes', (_, headers: IncomingHttpHeaders) => {
  expect(() => checkOrigin({host, ...headers}, allowed)).not.toThrow();
});

test.each([
  ['another site', {origin: 'http://evil.com'}],
  ['a sandboxed frame', {origin: 'null'}],
  ['an empty origin', {origin: ''}],
  ['another port', {origin: 'http://localhost:5556'}],
  ['another scheme', {origin: 'https://localhost:5555'}],
  ['another name of ours', {origin: 'http://127.0.0.1:5555'}],
  ['another dev app', {origin: 'http://app.localhost:5555', 'sec-fetch-site': 'same-site'}],
  ['a name that begins like ours', {origin: 'http://localhost:5555.evil.com'}],
  ['a cross-site form without Origin', {'sec-fetch-site': 'cross-site'}],
  ['a same-site form without Origin', {'sec-fetch-site': 'same-site'}],
  ['a contradiction', {origin: own, 'sec-fetch-site': 'cross-site'}],
])('a POST from %s is refused', (_, headers: IncomingHttpHeaders) => {
  expect(() => checkOrigin({host, ...headers}, [...allowed, 'null'])).toThrow(originRefused);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'get', ''])(
  'the method "%s" may change something',
  method => {
    expect(isChange({method})).toBe(true);
  },
);

test.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing', method => {
  expect(isChange({method})).toBe(false);
});

test('only a script can say that it is one', () => {
  expect(() => checkScripted({'x-requested-with': 'XMLHttpRequest'})).not.toThrow();
  for (const value of ['', 'fetch', 'xmlhttprequest']) {
    expect(() => checkScripted({'x-requested-with': value})).toThrow(csrfRejected);
  }
  expect(() => checkScripted({})).toThrow(csrfRejected);
});

const hostRefused = expect.objectContaining({code: 'HOST_NOT_ALLOWED'});
const originRefused = expect.objectContaining({code: 'ORIGIN_NOT_ALLOWED'});
const csrfRejected = expect.objectContaining({code: 'CSRF_REJECTED'});

function withHosts(...hosts: readonly string[]): {readonly rawHeaders: string[]} {
  return {rawHeaders: hosts.flatMap(name => ['Host', name])};
}
