import * as fc from 'fast-check';

const ESC = '\u001b';

/** What programs write, well and badly: each piece alone is known to have broken some terminal. */
const PIECES = [
  ['a', 'B', '7', ' ', '\t', '#', 'error', 'x'.repeat(30)],
  [
    'é',
    'e\u0301',
    '\u0301',
    'Z\u0351\u036b\u0343',
    '\u200d',
    '\u200c',
    '\ufe0f',
    '\ufe0e',
    '\u20e3',
  ],
  ['世', '界', '한', '\u1100', '\u1161', '\u11a8', 'ﾊ', '\uff9e', '\u3164', '\u115f', '\uffa0'],
  ['👩', '👩‍👩‍👧', '👍🏽', '\u{1f3fd}', '🇩', '🇩🇪', '❤', '❤️', '🏴\u{e0067}\u{e007f}', '\u{e0001}'],
  ['שלום', 'مرحبا', '\u0600', '\u200f', '\u061c', '\u202e', '\u2066', 'क', '\u094d', 'षि', 'กำ'],
  ['\u00ad', '\u200b', '\ufeff', '\u2028', '\ufff9', '\ud83d', '\udc69', '\ue0b0', '\u{10ffff}'],
  [`${ESC}[31m`, `${ESC}[0m`, `${ESC}[m`, `${ESC}[1;4m`, `${ESC}[38;5;9m`, `${ESC}[48:2::1:2:3m`],
  [`${ESC}[7m`, `${ESC}[8m`, `${ESC}[99;;m`, `${ESC}[38;7m`, `${ESC}[2J`, `${ESC}[10A`, `${ESC}c`],
  [`${ESC}]0;t\u0007`, `${ESC}]52;c;YQ==`, `${ESC}P`, ESC, '\u009b', '\u009d', '\r', '\n', '\0'],
].flat();

export const hostileLine: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), {maxLength: 100}).map(pieces => pieces.join('')),
  fc.string({unit: 'binary', maxLength: 60}),
  fc.string({unit: 'grapheme', maxLength: 60}),
);

/** The characters of a row, without its colours. */
export function plain(row: string): string {
  return row.replaceAll(new RegExp(String.raw`${ESC}\[[0-9;]*m`, 'gu'), '');
}
