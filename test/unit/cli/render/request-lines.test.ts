import {expect, test} from 'vitest';
import {createPaint} from '../../../../src/cli/render/paint.ts';
import {
  requestHeader,
  requestLine,
  requestLossText,
} from '../../../../src/cli/render/request-lines.ts';
import {requestRecord} from '../../../rig/proxy-sample.ts';

const plain = createPaint({hasColor: false});
const ESC = '\u001b';

test('every column stands under its title', () => {
  const header = requestHeader(plain);
  const line = requestLine(requestRecord(), plain);

  expect(line).toMatch(
    /^00000a1 {2}\d\d:32:01 {2}POST {5}201 {5}12ms {6}2\.0KB {3}web\.localhost:6788\/orders\?page=2\n$/,
  );
  expect(header.indexOf('URL')).toBe(line.indexOf('web.localhost'));
  expect(header.indexOf('STATUS')).toBe(line.indexOf('201'));
});

test('what is in flight has no status yet, what failed has its reason', () => {
  const open = requestRecord({statusCode: undefined, inFlight: true});
  const failed = requestRecord({statusCode: undefined, error: 'the client left'});

  expect(requestLine(open, plain)).toContain(' …       12ms…');
  expect(requestLine(failed, plain)).toMatch(/ - {7}12ms .*page=2 \(the client left\)\n$/);
});

test('colour repeats the status', () => {
  const paint = createPaint({hasColor: true});
  const painted = (statusCode: number): string => requestLine(requestRecord({statusCode}), paint);

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
