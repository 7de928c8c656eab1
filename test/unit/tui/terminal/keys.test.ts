import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Input, KeyInput} from '../../../../src/tui/terminal/input.ts';
import {KeyReader} from '../../../../src/tui/terminal/keys.ts';

const ESC = '\u001b';
const BOUND = 1024;

describe('one key is one input', () => {
  test.each([
    ['a', key('a')],
    ['A', key('A')],
    ['1', key('1')],
    ['?', key('?')],
    ['é', key('é')],
    ['😀', key('😀')],
    [' ', key('space')],
    ['\r', key('enter')],
    ['\n', key('enter')],
    ['\t', key('tab')],
    ['\u007f', key('backspace')],
    ['\b', key('backspace')],
    ['\u0003', key('c', 'ctrl')],
    ['\u001d', key(']', 'ctrl')],
    ['\0', key('space', 'ctrl')],
    [`${ESC}x`, key('x', 'alt')],
    [`${ESC}\r`, key('enter', 'alt')],
    [`${ESC}[Z`, key('tab', 'shift')],
  ])('%j', (bytes, input) => {
    expect(inputsOf(bytes)).toEqual([input]);
  });

  test.each([
    ['up', '[A', 'OA'],
    ['down', '[B', 'OB'],
    ['right', '[C', 'OC'],
    ['left', '[D', 'OD'],
    ['home', '[H', 'OH', '[1~', '[7~'],
    ['end', '[F', 'OF', '[4~', '[8~'],
    ['pageUp', '[5~'],
    ['pageDown', '[6~'],
    ['insert', '[2~'],
    ['delete', '[3~'],
    ['f1', 'OP', '[11~', '[[A'],
    ['f5', '[15~', '[[E'],
    ['f12', '[24~'],
    ['enter', 'OM'],
    ['5', 'Ou'],
  ])('%s in every spelling', (name, ...spellings) => {
    for (const spelling of spellings) expect(inputsOf(ESC + spelling)).toEqual([key(name)]);
  });

  test.each([
    ['[1;5A', key('up', 'ctrl')],
    ['O5A', key('up', 'ctrl')],
    ['Oa', key('up', 'ctrl')],
    ['[1;2B', key('down', 'shift')],
    ['[b', key('down', 'shift')],
    ['[1;3C', key('right', 'alt')],
    [`${ESC}[C`, key('right', 'alt')],
    ['[1;9D', key('left', 'alt')],
    ['[1;8D', key('left', 'shift', 'alt', 'ctrl')],
    ['[5;5~', key('pageUp', 'ctrl')],
    ['[5^', key('pageUp', 'ctrl')],
    ['[6$', key('pageDown', 'shift')],
    ['[6@', key('pageDown', 'ctrl', 'shift')],
    ['[1;2P', key('f1', 'shift')],
    ['[27;5;105~', key('i', 'ctrl')],
    ['[99;5u', key('c', 'ctrl')],
    ['[97;2u', key('A')],
    ['[13;2u', key('enter', 'shift')],
  ])('with a modifier: %j', (sequence, input) => {
    expect(inputsOf(ESC + sequence)).toEqual([input]);
  });
});

describe('an ESC by itself', () => {
  test('is the key when nothing follows', () => {
    const reader = new KeyReader();
    expect(reader.push(ESC)).toEqual([]);
    expect(reader.flush()).toEqual([key('escape')]);
    expect(reader.flush()).toEqual([]);
  });

  test('twice is the key twice', () => {
    const reader = new KeyReader();
    expect([...reader.push(ESC.repeat(3)), ...reader.flush()]).toEqual(
      Array.from({length: 3}, () => key('escape')),
    );
  });

  test('is told before a key that follows two of them', () => {
    expect(inputsOf(`${ESC}${ESC}x`)).toEqual([key('escape'), key('x', 'alt')]);
  });
});

test('a pause in the middle of an arrow key makes it no other', () => {
  const reader = new KeyReader();
  reader.push(`${ESC}[`);
  expect(reader.flush()).toEqual([]);
  expect(reader.push('A')).toEqual([key('up')]);
});

test('Alt with a character that begins a control string is a key when nothing follows', () => {
  const reader = new KeyReader();
  reader.push(`${ESC}]`);
  expect(reader.flush()).toEqual([key(']', 'alt')]);
  expect(reader.push('q')).toEqual([key('q')]);
});

describe('the mouse', () => {
  test.each([
    ['<64;10;5M', 'wheelUp', 9, 4],
    ['<65;1;1M', 'wheelDown', 0, 0],
    ['<81;200;60M', 'wheelDown', 199, 59],
    ['<0;3;4M', 'press', 2, 3],
    ['<2;3;4m', 'release', 2, 3],
    ['<35;3;4M', 'move', 2, 3],
  ])('%s', (sequence, action, x, y) => {
    expect(inputsOf(`${ESC}[${sequence}`)).toEqual([{type: 'mouse', action, x, y}]);
  });

  test.each(['[<66;1;1M', '[<0;1M', '[<0;1;1~', '[M !!', '[32;1;1M'])(
    '%j is nothing to act on',
    sequence => {
      expect(inputsOf(`${ESC}${sequence}q`)).toEqual([key('q')]);
    },
  );
});

describe('a paste', () => {
  test('is one input, with what would be keys', () => {
    expect(inputsOf(`${ESC}[200~rm x\r${ESC}[A é${ESC}[201~q`)).toEqual([
      {type: 'paste', text: `rm x\r${ESC}[A é`},
      key('q'),
    ]);
  });

  test('that is empty is none', () => {
    expect(inputsOf(`${ESC}[200~${ESC}[201~`)).toEqual([]);
  });

  test('that is long comes in parts, whole', () => {
    const text = '12345 😀 '.repeat(1000);
    const parts = inputsOf(`${ESC}[200~${text}${ESC}[201~`);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(part => (part.type === 'paste' ? part.text : '?')).join('')).toBe(text);
  });

  test.each([ESC, `${ESC}[2`, 'x'])('never holds more than a part, of %j', unit => {
    const parts = inputsOf(`${ESC}[200~${unit.repeat(4 * BOUND)}`);
    const size = parts.reduce(
      (sum, part) => sum + (part.type === 'paste' ? part.text.length : 0),
      0,
    );
    expect(unit.length * 4 * BOUND - size).toBeLessThan(BOUND + 10);
  });

  test('whose end is lost ends with Ctrl-C', () => {
    expect(inputsOf(`${ESC}[200~text\u0003q`)).toEqual([
      {type: 'paste', text: 'text'},
      key('c', 'ctrl'),
      key('q'),
    ]);
  });
});

describe('what is no input is left out whole', () => {
  test.each([
    ['a device report', '[?62;22c'],
    ['the place of the cursor', '[24;80R'],
    ['a mode report', '[?2026;1$y'],
    ['the size', '[8;24;80t'],
    ['focus', '[I'],
    ['no focus', '[O'],
    ['a colour', ']11;rgb:1e1e/1e1e/2e2e\u0007'],
    ['a colour with ST', `]11;rgb:1e1e/1e1e/2e2e${ESC}\\`],
    ['a version', `P>|xterm(388)${ESC}\\`],
    ['an unknown key', '[57358;3:1u'],
    ['a key of private use', '[57400u'],
    ['a code that is no character', '[9999999u'],
    ['a stray end of a paste', '[201~'],
  ])('%s', (_name, sequence) => {
    expect(inputsOf(`${ESC}${sequence}q`)).toEqual([key('q')]);
  });

  test('in its one-character spelling too', () => {
    expect(inputsOf('\u009b?62;22cq\u009b5~')).toEqual([key('q'), key('pageUp')]);
  });

  test('broken UTF-8', () => {
    expect(new KeyReader().push(Uint8Array.of(0xff, 0xc3, 0x61))).toEqual([key('a')]);
  });
});

describe('a sequence without an end', () => {
  test.each(['[', ']', 'P', 'O'])('%s is dropped up to the bound', introducer => {
    const inputs = inputsOf(`${ESC}${introducer}${'1'.repeat(2 * BOUND)}`);
    expect(inputs).toEqual(Array.from({length: inputs.length}, () => key('1')));
    expect(inputs.length).toBeGreaterThanOrEqual(BOUND - 1);
  });

  test.each(['[1;', ']11;', 'P>|', 'O1', '[M!'])('%s does not keep Ctrl-C', start => {
    expect(inputsOf(`${ESC}${start}\u0003`)).toEqual([key('c', 'ctrl')]);
  });

  test.each(['[1;', ']11;', 'P>|', 'O1', '[M!'])('%s does not keep an arrow key', start => {
    expect(inputsOf(`${ESC}${start}${ESC}[A`)).toEqual([key('up')]);
  });
});

const FRAGMENTS = [
  'a',
  'é',
  '😀',
  '\r',
  '\u0003',
  ESC,
  `${ESC}[A`,
  `${ESC}OB`,
  `${ESC}[1;5A`,
  `${ESC}[5~`,
  `${ESC}[<64;10;5M`,
  `${ESC}[M`,
  `${ESC}]11;rgb:0/0/0${ESC}\\`,
  `${ESC}[200~x😀${ESC}[201~`,
  `${ESC}[200~`,
  `${ESC}]`,
  `${ESC}[`,
  `${ESC}[${'9'.repeat(BOUND)}`,
];

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...FRAGMENTS).map(text => Buffer.from(text)),
    fc.uint8Array({maxLength: 20}).map(bytes => Buffer.from(bytes)),
  ),
);

test('however the bytes are cut, the inputs are the same', () => {
  const sizes = fc.array(fc.integer({min: 1, max: 9}), {minLength: 1});
  fc.assert(
    fc.property(pieces, sizes, (parts, cuts) => {
      const whole = Buffer.concat(parts);
      const expected = new KeyReader().push(whole);
      expect(JSON.stringify(inputsInPieces(whole, cuts))).toBe(JSON.stringify(expected));
    }),
  );
});

test('whatever comes, a key after it is read within the bound', () => {
  fc.assert(
    fc.property(pieces, parts => {
      const reader = new KeyReader();
      reader.push(Buffer.concat(parts));
      reader.flush();
      expect(reader.push('q'.repeat(BOUND + 10)).length).toBeGreaterThan(0);
    }),
  );
});

function inputsOf(bytes: string): readonly Input[] {
  return new KeyReader().push(Buffer.from(bytes));
}

function inputsInPieces(whole: Buffer, sizes: readonly number[]): readonly Input[] {
  const reader = new KeyReader();
  const inputs: Input[] = [];
  for (let from = 0, turn = 0; from < whole.length; turn += 1) {
    const to = from + (sizes[turn % sizes.length] ?? 1);
    inputs.push(...reader.push(whole.subarray(from, to)));
    from = to;
  }
  return inputs;
}

function key(name: string, ...held: readonly ('ctrl' | 'alt' | 'shift')[]): KeyInput {
  const [ctrl, alt, shift] = (['ctrl', 'alt', 'shift'] as const).map(one => held.includes(one));
  return {type: 'key', name, ctrl: ctrl === true, alt: alt === true, shift: shift === true};
}
