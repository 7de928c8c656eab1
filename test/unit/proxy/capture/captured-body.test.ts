import * as zlib from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {CapturedBody} from '../../../../src/core/request-record.ts';
import {describeBody, type BodyToDescribe} from '../../../../src/proxy/capture/captured-body.ts';

const TEXT = 'Grüße, world '.repeat(50);

async function described(
  bytes: Buffer | string,
  changes: Partial<BodyToDescribe> = {},
): Promise<CapturedBody> {
  const wire = Buffer.from(bytes);
  return describeBody({
    size: wire.length,
    capturedSize: wire.length,
    isWhole: true,
    bytes: wire,
    contentType: undefined,
    contentEncoding: undefined,
    ...changes,
  });
}

/** The first half of a body, of which more is known to have come. */
async function describedHalf(whole: Buffer, contentEncoding?: string): Promise<CapturedBody> {
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  return described(half, {size: whole.length, isWhole: false, contentEncoding});
}

describe('codings', () => {
  const wire = Buffer.from(TEXT);
  test.each([
    ['gzip', zlib.gzipSync(wire)],
    ['X-GZIP', zlib.gzipSync(wire)],
    ['deflate', zlib.deflateSync(wire)],
    ['deflate', zlib.deflateRawSync(wire)],
    ['br', zlib.brotliCompressSync(wire)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(wire))],
    ['identity', wire],
    ['', wire],
  ])('%s is undone for reading, sizes are those of the wire', async (contentEncoding, bytes) => {
    expect(await described(bytes, {contentEncoding})).toEqual({
      size: bytes.length,
      capturedSize: bytes.length,
      truncated: false,
      contentType: undefined,
      contentEncoding,
      isBinary: false,
      data: TEXT,
    });
  });

  test('zstd is undone where Node can, else shown as it came', async () => {
    // RFC 8878: magic number, one segment of 5 bytes, one raw block of 5 bytes, the last.
    const frame = Buffer.from('28b52ffd200529000068656c6c6f', 'hex');
    const isAble = 'createZstdDecompress' in zlib;

    expect(await described(frame, {contentEncoding: 'zstd'})).toMatchObject(
      isAble ? {isBinary: false, data: 'hello'} : {isBinary: true, data: frame.toString('base64')},
    );
  });

  const noise = Buffer.from(
    Array.from({length: 5000}, (_, index) => Math.sin(index).toString(36)).join(' '),
  );
  test.each([
    ['gzip', zlib.gzipSync(noise)],
    ['deflate', zlib.deflateSync(noise)],
    ['deflate', zlib.deflateRawSync(noise)],
    ['br', zlib.brotliCompressSync(noise)],
  ])('a cut body of %s is decoded as far as it goes', async (coding, whole) => {
    const {data = '', truncated, isBinary} = await describedHalf(whole, coding);

    expect({truncated, isBinary}).toEqual({truncated: true, isBinary: false});
    expect(data.length).toBeGreaterThan(noise.length / 4);
    expect(noise.toString().startsWith(data)).toBe(true);
  });

  test.each(['gzip', 'deflate', 'br', 'zstd', 'unheard-of', 'gzip, '.repeat(9)])(
    'bytes that are no %s are shown as they came',
    async contentEncoding => {
      const wire = Buffer.from([0xde, 0xad, 0xbe, 0xef, 1, 2, 3]);
      const body = await described(wire, {contentEncoding});

      expect(body).toMatchObject({isBinary: true, truncated: false, data: wire.toString('base64')});
    },
  );

  test('a bomb is cut', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(12 * 1024 * 1024, 'a'));
    const {data, truncated, size} = await described(bomb, {contentEncoding: 'gzip'});

    expect({truncated, size, length: data?.length}).toEqual({
      truncated: true,
      size: bomb.length,
      length: 10 * 1024 * 1024,
    });
  });
});

describe('text and what is none', () => {
  test('bytes without a type are looked at', async () => {
    expect(await described('plain')).toMatchObject({isBinary: false, data: 'plain'});
    expect(await described(Buffer.from('a\0b'))).toMatchObject({isBinary: true, data: 'YQBi'});
    expect(await described(Buffer.from([0xc3, 0x28]))).toMatchObject({isBinary: true});
    expect(await described('')).toMatchObject({isBinary: false, data: '', size: 0});
  });

  test('what a type calls a picture is one, but for svg', async () => {
    const gif = await described('GIF89a', {contentType: 'image/gif'});
    const svg = await described('<svg/>', {contentType: 'image/svg+xml'});

    expect([gif.isBinary, svg.isBinary]).toEqual([true, false]);
  });

  test.each([
    ['text/plain; charset=ISO-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['text/plain;charset="utf-16le"', Buffer.from('hé', 'utf16le'), 'hé'],
    ['text/plain; charset=klingon', Buffer.from('Grüße'), 'Grüße'],
  ])('%s is read in its charset', async (contentType, bytes, data) => {
    expect(await described(bytes, {contentType})).toMatchObject({isBinary: false, data});
  });

  test('half a character at a cut does not make it binary, at the end of a whole body it does', async () => {
    const bytes = Buffer.from('né').subarray(0, 2);

    expect(await described(bytes, {size: 3, isWhole: false})).toMatchObject({
      isBinary: false,
      data: 'n',
      truncated: true,
    });
    expect(await described(bytes)).toMatchObject({isBinary: true});
  });

  test('what is gone has its sizes but no data', async () => {
    const body = await described('', {size: 9, capturedSize: 4, bytes: undefined});

    expect(body).toMatchObject({size: 9, capturedSize: 4, truncated: true, data: undefined});
  });
});
