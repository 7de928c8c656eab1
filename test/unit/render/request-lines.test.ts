import {describe, expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {requestHeader, requestLine, requestLossText} from '../../../src/render/request-lines.ts';
import type {RequestRecord} from '../../../src/core/request-record.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

const plain = {paint: createPaint({hasColor: false}), columns: undefined};
const ESC = '\u001b';

test('every column stands under its title', () => {
  const header = requestHeader(plain.paint);
  const line = requestLine(requestRecord(), plain);

  expect(line).toMatch(
    /^00000a1 {2}\d\d:32:01 {2}POST {5}201 {5}12ms {6}2\.0KB {3}http:\/\/web\.localhost:6788\/orders\?page=2\n$/,
  );
  expect(header.indexOf('URL')).toBe(line.indexOf('http:'));
  expect(header.indexOf('STATUS')).toBe(line.indexOf('201'));
});

test('what is in flight has no status yet, what failed has its reason', () => {
  const open = requestRecord({statusCode: undefined, inFlight: true});
  const failed = requestRecord({statusCode: undefined, error: 'the client left'});

  expect(requestLine(open, plain)).toContain(' …       12ms…');
  expect(requestLine(failed, plain)).toMatch(/ - {7}12ms .*page=2 \(the client left\)\n$/);
});

test.each([
  [{}, 'http://web.localhost:6788/a'],
  [{protocol: 'https', tls: true}, 'https://web.localhost:6788/a'],
  [{protocol: 'h2', tls: true}, 'https://web.localhost:6788/a'],
  [{protocol: 'ws'}, 'ws://web.localhost:6788/a'],
  [{protocol: 'ws', tls: true}, 'wss://web.localhost:6788/a'],
  [{url: 'http://example.com/'}, 'http://example.com/'],
  [{url: '*'}, '*'],
] as const)('the URL says how it came: %j is %s', (changes, url) => {
  const line = requestLine(requestRecord({url: '/a', ...changes}), plain);

  expect(line.slice(line.indexOf('2.0KB') + 'SIZE    '.length)).toBe(`${url}\n`);
});

describe('where the line has no room', () => {
  const url = `/${'x'.repeat(100)}`;
  const lineOf = (columns: number, changes: Partial<RequestRecord> = {}): string =>
    requestLine(requestRecord({url, ...changes}), {...plain, columns}).slice(0, -1);

  test('the URL is cut', () => {
    expect(lineOf(100)).toHaveLength(100);
    expect(lineOf(100)).toMatch(/x…$/);
    expect(lineOf(400)).toMatch(/x{100}$/);
  });

  test('what failed keeps its reason', () => {
    const line = lineOf(110, {error: 'connection refused'});

    expect(line).toHaveLength(110);
    expect(line).toMatch(/x… \(connection refused\)$/);
  });

  test('something of the URL is left', () => {
    expect(lineOf(10)).toMatch(/ http:\/\/we…\/xxxxxxxx…$/);
  });
});

test('colour repeats the status', () => {
  const paint = createPaint({hasColor: true});
  const painted = (statusCode: number): string =>
    requestLine(requestRecord({statusCode}), {...plain, paint});

  expect(painted(204)).toContain(`${ESC}[32m204`);
  expect(painted(404)).toContain(`${ESC}[33m404`);
  expect(painted(500)).toContain(`${ESC}[31m500`);
});

test('nothing that came over the wire steers the terminal', () => {
  const url = `/${ESC}]0;title\u0007\u009b2J\nforged`;
  const line = requestLine(requestRecord({url, host: `${ESC}[2J`, error: '\r\u202e'}), plain);

  expect(line.slice(0, -1)).not.toMatch(/\p{Cc}/u);
  expect(line).not.toContain('\u202e');
});

test('what was lost is told in words', () => {
  expect(requestLossText(1)).toBe('prox: 1 request was lost here, it came too fast');
  expect(requestLossText(5)).toBe('prox: 5 requests were lost here, they came too fast');
});
