import type {CapturedBody} from '../core/request-record.ts';
import {sanitize} from '../core/sanitize.ts';

/** Enough to see what it is; all of it is in the JSON. */
const MAX_DUMPED_BYTES = 256;
const ROW_BYTES = 16;
const PRINTABLE = /[^\x20-\x7e]/g;

/** The lines of a captured body: its text, or of what is no text the first bytes as a hex dump. */
export function bodyPreview({data, isBinary}: CapturedBody): readonly string[] {
  if (data === undefined) return ['(not kept any more)'];
  if (isBinary) return hexDump(Buffer.from(data, 'base64'));
  return data
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(line => sanitize(line, {keepColors: false}));
}

function hexDump(bytes: Buffer): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, MAX_DUMPED_BYTES); at += ROW_BYTES) {
    const row = bytes.subarray(at, at + ROW_BYTES);
    const hex = row
      .toString('hex')
      .replaceAll(/../g, '$& ')
      .padEnd(3 * ROW_BYTES);
    const text = row.toString('latin1').replaceAll(PRINTABLE, '.');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex} ${text}`);
  }
  const rest = bytes.length - MAX_DUMPED_BYTES;
  return rest > 0 ? [...lines, `(${rest} more bytes; --json prints them as base64)`] : lines;
}
