import {describe, expect, test} from 'vitest';
import {sanitize} from '../../../src/core/sanitize.ts';

const ESC = '\u001b';
const LOST = '\uFFFD';

describe('sanitize', () => {
  test.each([
    ['plain text', 'hello', 'hello'],
    ['text of other scripts', 'grüße 世界 👩‍👩‍👧', 'grüße 世界 👩‍👩‍👧'],
    ['a tab', 'a\tb', 'a\tb'],
    ['colours', `${ESC}[31mred${ESC}[0m`, 'red'],
    ['colours with colons', `${ESC}[38:2:1:2:3mred${ESC}[m`, 'red'],
    ['colours in the 8-bit spelling', '\u009b31mred', 'red'],
    ['a clear of the screen', `${ESC}[2J${ESC}[Hgone`, 'gone'],
    ['a cursor movement', `a${ESC}[5Ab`, 'ab'],
    ['a private mode', `${ESC}[?1049hx`, 'x'],
    ['a device report', `${ESC}[6nx`, 'x'],
    ['a title ended by BEL', `${ESC}]0;title\u0007x`, 'x'],
    ['the clipboard ended by ST', `${ESC}]52;c;cm0gLXJm${ESC}\\x`, 'x'],
    ['the clipboard in the 8-bit spelling', '\u009d52;c;cm0gLXJm\u009cx', 'x'],
    ['a hyperlink', `${ESC}]8;;http://a${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
    ['an OSC without end', `${ESC}]0;title`, '0;title'],
    ['an OSC that another sequence cuts', `${ESC}]0;ti${ESC}[31mtle`, '0;title'],
    ['DCS', `${ESC}Pq#0;2;0;0;0${ESC}\\x`, 'x'],
    ['APC, PM and SOS', `${ESC}_Ga=T${ESC}\\${ESC}^pm${ESC}\\${ESC}Xsos${ESC}\\x`, 'x'],
    ['a charset switch', `${ESC}(0x`, 'x'],
    ['a full reset', `${ESC}cx`, 'x'],
    ['a CSI that never ends', `${ESC}[31`, '31'],
    ['a lone escape', `a${ESC}`, `a${LOST}`],
    ['a return that overwrites', 'real\rfake', `real${LOST}fake`],
    ['a line break', 'one\ntwo', `one${LOST}two`],
    ['backspace, bell, NUL, DEL', 'a\bb\u0007c\0d\u007fe', `a${LOST}b${LOST}c${LOST}d${LOST}e`],
    ['C1 controls', 'a\u0085b\u0084c', `a${LOST}b${LOST}c`],
    ['a bidi override', 'user\u202egpj.exe', `user${LOST}gpj.exe`],
    ['bidi isolates', 'a\u2066b\u2069c', `a${LOST}b${LOST}c`],
  ])('%s, without colours', (_, line, expected) => {
    expect(sanitize(line, {keepColors: false})).toBe(expected);
  });

  test.each([
    ['colours, and ends them', `${ESC}[1;31mred`, `${ESC}[1;31mred${ESC}[0m`],
    [
      'colours among what it removes',
      `${ESC}[31ma${ESC}[2Jb${ESC}[mc`,
      `${ESC}[31mab${ESC}[mc${ESC}[0m`,
    ],
    [
      'no lone escape in place of a colour',
      `${ESC}\u0001${ESC}[31ma`,
      `${LOST}${LOST}${ESC}[31ma${ESC}[0m`,
    ],
    ['no 8-bit colours', '\u009b31mred', 'red'],
    ['no private parameters', `${ESC}[>4;2mx`, 'x'],
  ])('keeps %s', (_, line, expected) => {
    expect(sanitize(line, {keepColors: true})).toBe(expected);
  });

  test('nothing that steers a terminal survives any cut through a sequence', () => {
    const hostile = `${ESC}]52;c;${ESC}[31m\u009d0;x\u0007${ESC}P${ESC}\\\u009b2J\u202e${ESC}[?25l`;
    for (let start = 0; start < hostile.length; start++) {
      for (let end = start; end <= hostile.length; end++) {
        const left = sanitize(hostile.slice(start, end), {keepColors: true});
        expect(left.replaceAll(`${ESC}[31m`, '').replaceAll(`${ESC}[0m`, '')).not.toMatch(
          /[\p{Cc}\u202e]/u,
        );
      }
    }
  });

  test.each([ESC, `${ESC}]`, `${ESC}[`, '\u009d', '\u009b1', `${ESC}]a`, `${ESC} `])(
    'a long line of %j costs no more than a long line',
    part => {
      const line = part.repeat(64_000 / part.length);
      const start = performance.now();
      sanitize(line, {keepColors: true});
      expect(performance.now() - start).toBeLessThan(200);
    },
  );
});
