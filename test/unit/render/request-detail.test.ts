import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {renderDetail} from '../../../src/render/request-detail.ts';
import type {CapturedBody, RequestDetail} from '../../../src/core/request-record.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

const paint = createPaint({hasColor: false});

function captured(text: string, changes: Partial<CapturedBody> = {}): CapturedBody {
  const size = Buffer.byteLength(text);
  return {
    size,
    capturedSize: size,
    truncated: false,
    contentType: undefined,
    contentEncoding: undefined,
    isBinary: false,
    data: text,
    ...changes,
  };
}

function detailOf(responseBody: CapturedBody): RequestDetail {
  return {
    ...requestRecord({error: 'connection reset', statusCode: 502}),
    details: {
      requestHeaders: {accept: '*/*', cookie: '[REDACTED]'},
      responseHeaders: {'x-two': ['1', '2']},
      requestBody: captured('{"a":1}', {contentType: 'application/json'}),
      responseBody,
    },
  };
}

test('shows what is known of a request, top down', () => {
  const detail = detailOf(captured('', {size: 0}));

  expect(renderDetail(detail, {paint, withBody: true}))
    .toBe(`POST http://web.localhost:6788/orders?page=2
id        00000a1
status    502
error     connection reset
time      2026-01-01T10:32:01.250Z
duration  12ms
client    127.0.0.1 (http)
service   web
process   web
bytes     17B in, 2.0KB out

Request headers
  accept: */*
  cookie: [REDACTED]

Request body  7B, application/json
{"a":1}

Response headers
  x-two: 1
  x-two: 2

`);
});

test('a body is told, and shown when asked for, as far as it was kept', () => {
  const body = captured('<p>\r\n\u001b[2Jhi\n', {
    size: 5000,
    capturedSize: 2000,
    truncated: true,
    contentType: 'text/html',
    contentEncoding: 'gzip',
  });
  const told = 'Response body  4.9KB, text/html, gzip, first 2.0KB kept\n';

  expect(renderDetail(detailOf(body), {paint, withBody: false})).toContain(`${told}\n`);
  expect(renderDetail(detailOf(body), {paint, withBody: true})).toContain(`${told}<p>\nhi\n\n`);
});

test('of what is no text the first bytes are dumped', () => {
  const bytes = Buffer.from(Array.from({length: 300}, (_, index) => index % 256));
  const body = captured(bytes.toString('base64'), {size: 300, isBinary: true});
  const text = renderDetail(detailOf(body), {paint, withBody: true});

  expect(text).toContain('Response body  300B, binary\n0000  00 01 02 ');
  expect(text).toContain(
    '0040  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO\n',
  );
  expect(text).toContain('(44 more bytes; --json prints them as base64)\n');
});

test('says when a body is gone, and how to capture', () => {
  const gone = renderDetail(detailOf(captured('x', {data: undefined})), {paint, withBody: true});
  const off = renderDetail({...requestRecord(), details: undefined}, {paint, withBody: true});

  expect(gone).toContain('(not kept any more)');
  expect(off).toMatch(/not captured: .*`prox up --capture` keeps them\.\n$/);
});
