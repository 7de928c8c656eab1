import {describe, expect, it} from 'vitest';
import {LineSplitter} from '../../../src/supervisor/line-splitter.ts';

interface Line {
  readonly line: string;
  readonly truncated: boolean;
}

function split(chunks: readonly (string | Buffer)[], maxLineBytes = 64): Line[] {
  const lines: Line[] = [];
  const splitter = new LineSplitter({
    maxLineBytes,
    emit({bytes, isTruncated}) {
      const text = bytes.toString('utf8');
      expect(text.endsWith('\n')).toBe(true);
      for (const line of text.slice(0, -1).split('\n')) lines.push({line, truncated: isTruncated});
    },
  });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

function texts(chunks: readonly (string | Buffer)[], maxLineBytes?: number): string[] {
  return split(chunks, maxLineBytes).map(({line}) => line);
}

describe('LineSplitter', () => {
  it('joins a line that comes in pieces', () => {
    expect(texts(['he', 'll', 'o\nwor', 'ld\n'])).toEqual(['hello', 'world']);
  });

  it('keeps empty lines', () => {
    expect(texts(['\n\na\n', '\n'])).toEqual(['', '', 'a', '']);
  });

  it('hands over a last line without a newline at the end', () => {
    expect(texts(['a\nb'])).toEqual(['a', 'b']);
  });

  it('adds nothing when the stream ends with a newline, or is empty', () => {
    expect(texts(['a\n'])).toEqual(['a']);
    expect(texts([])).toEqual([]);
  });

  it.each([
    ['in one chunk', ['a\r\nb\r\n']],
    ['cut between the two', ['a\r', '\nb\r', '\n']],
    ['cut before them', ['a', '\r\n', 'b\r\n']],
  ])('ends a line at CRLF %s', (_name, chunks) => {
    expect(texts(chunks)).toEqual(['a', 'b']);
  });

  it.each([
    ['in one chunk', ['10%\r50%\r100%\n']],
    ['cut after the return', ['10%\r', '50%\r', '100%\n']],
    ['ended by CRLF', ['10%\r100%\r\n']],
    ['never ended', ['10%\r50%\r', '100%']],
  ])('keeps the last state of a progress bar %s', (_name, chunks) => {
    expect(texts(chunks)).toEqual(['100%']);
  });

  it('does not keep what an endless progress bar has overwritten', () => {
    const bar = Array.from({length: 1000}, (_, index) => `${index} of 1000\r`);
    expect(split(bar)).toEqual([{line: '999 of 1000', truncated: false}]);
  });

  it('puts characters together that are cut across chunks', () => {
    const bytes = Buffer.from('grüße 🎉\n');
    const chunks = [...bytes].map(byte => Buffer.from([byte]));
    expect(texts(chunks)).toEqual(['grüße 🎉']);
  });

  it('replaces invalid UTF-8, and keeps NUL', () => {
    expect(texts([Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0a])])).toEqual(['a\ufffd\u0000b']);
  });

  it('cuts a long line into marked parts of the limit and loses nothing', () => {
    const lines = split(['x'.repeat(30), 'y'.repeat(5), '\nnext\n'], 10);
    expect(lines).toEqual([
      {line: 'x'.repeat(10), truncated: true},
      {line: 'x'.repeat(10), truncated: true},
      {line: 'x'.repeat(10), truncated: true},
      {line: 'y'.repeat(5), truncated: true},
      {line: 'next', truncated: false},
    ]);
  });

  it('does not mark a line of exactly the limit', () => {
    expect(split(['x'.repeat(10), '\n'], 10)).toEqual([{line: 'x'.repeat(10), truncated: false}]);
  });

  it('adds no empty part when a cut line ends at the limit', () => {
    expect(texts(['x'.repeat(11), '\n', 'a\n'], 10)).toEqual(['x'.repeat(10), 'x', 'a']);
    expect(texts(['x'.repeat(20), '\n', 'a\n'], 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'a']);
  });

  it('cuts between characters', () => {
    const parts = split([`${'é'.repeat(11)}\n`], 5);
    expect(parts.map(({line}) => line).join('')).toBe('é'.repeat(11));
    expect(parts.every(({line}) => !line.includes('\ufffd'))).toBe(true);
  });

  it('gives the same lines however the bytes are cut into chunks', () => {
    const text = 'a\r\nlong long line beyond the limit\n\n50%\r100%\nü🎉\n\u0000\nend';
    const whole = split([text], 12);
    const bytes = Buffer.from(text);
    for (let size = 1; size < bytes.length; size++) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(split(chunks, 12), `chunks of ${size}`).toEqual(whole);
    }
  });
});
