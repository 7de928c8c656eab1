import type {Input, KeyInput, Modifiers} from './input.ts';
import {mouseInput} from './mouse.ts';

const PLAIN: Modifiers = {ctrl: false, alt: false, shift: false};

const CHARACTERS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
  ' ': 'space',
};

/** By the last letter of CSI and SS3 sequences (xterm, VT220). */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  S: 'f4',
};

/** rxvt: small letters with CSI for Shift, with SS3 for Ctrl. */
const SMALL_LETTERS: Readonly<Record<string, string>> = {a: 'up', b: 'down', c: 'right', d: 'left'};

/** SS3 alone: CSI R is where the cursor is; the rest is the keypad. */
const KEYPAD: Readonly<Record<string, string>> = {
  R: 'f3',
  M: 'enter',
  I: 'tab',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
};

/** CSI [ A and so on: the Linux console. */
const CONSOLE: Readonly<Record<string, string>> = {A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5'};

/** CSI 5~ and so on: VT220; 7 and 8 are of rxvt. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageUp',
  6: 'pageDown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** What ends CSI 5~ and its like; rxvt says by it what else was held down. */
const NUMBER_ENDS: Readonly<Record<string, Modifiers>> = {
  '~': PLAIN,
  $: {...PLAIN, shift: true},
  '^': {...PLAIN, ctrl: true},
  '@': {...PLAIN, ctrl: true, shift: true},
};

/** What cannot be typed: controls without a key, halves of characters, private use, broken UTF-8. */
const NO_KEY = /[\p{Cc}\p{Cs}\p{Co}\uFFFD]/u;

/** The key of a character by itself; `undefined` where none has it. */
export function characterKey(character: string): KeyInput | undefined {
  const name = CHARACTERS[character];
  if (name !== undefined) return key(name, PLAIN);
  if (character === '\0') return key('space', {...PLAIN, ctrl: true});
  if (character < ' ') {
    const letter = String.fromCharCode(character.charCodeAt(0) + 0x40).toLowerCase();
    return key(letter, {...PLAIN, ctrl: true});
  }
  return NO_KEY.test(character) ? undefined : key(character, PLAIN);
}

/** Of `CSI text final`, ECMA-48 5.4; `undefined` for what is no key. */
export function controlInput(text: string, final: string): Input | undefined {
  if (text.startsWith('<')) return mouseInput(text, final);
  if (text === '[') return named(CONSOLE[final], PLAIN);
  if (text === '' && final === 'Z') return key('tab', {...PLAIN, shift: true});
  if (text === '' && SMALL_LETTERS[final]) {
    return named(SMALL_LETTERS[final], {...PLAIN, shift: true});
  }
  if (!/^\d{0,7}(?:;\d{1,7}){0,2}$/.test(text)) return undefined;
  return numberedKey(text.split(';'), final);
}

/** Of `ESC O text final`, what VT100 and its kind send for arrows, F1 to F4 and the keypad. */
export function singleShiftKey(text: string, final: string): KeyInput | undefined {
  if (final >= 'p' && final <= 'y') return key(String(final.charCodeAt(0) - 0x70), PLAIN);
  if (SMALL_LETTERS[final]) return named(SMALL_LETTERS[final], {...PLAIN, ctrl: true});
  return named(LETTERS[final] ?? KEYPAD[final], modifiers(text));
}

function numberedKey(numbers: readonly string[], final: string): KeyInput | undefined {
  const [first = '', second, third] = numbers;
  // modifyOtherKeys of xterm, and CSI u: characters with modifiers that a byte cannot tell.
  if (first === '27' && final === '~') return codeKey(third, second);
  if (final === 'u') return codeKey(first, second);
  const ending = NUMBER_ENDS[final];
  if (!ending) return named(LETTERS[final], modifiers(second ?? first));
  return named(NUMBERS[first], second === undefined ? ending : modifiers(second));
}

function codeKey(code: string | undefined, held: string | undefined): KeyInput | undefined {
  const point = Number(code);
  if (!(point > 0 && point <= 0x10_ffff)) return undefined;
  const plain = characterKey(String.fromCodePoint(point));
  if (!plain) return undefined;
  const {ctrl, alt, shift} = modifiers(held);
  if (plain.name.length > 1) return {...plain, ctrl, alt, shift};
  return {...plain, name: shift ? plain.name.toUpperCase() : plain.name, ctrl, alt};
}

/** xterm counts from 1: Shift 1, Alt 2, Ctrl 4, Meta 8. */
function modifiers(parameter = ''): Modifiers {
  const bits = Math.max(Number(parameter) - 1, 0);
  return {shift: (bits & 1) !== 0, alt: (bits & 0b1010) !== 0, ctrl: (bits & 4) !== 0};
}

function named(name: string | undefined, held: Modifiers): KeyInput | undefined {
  return name === undefined ? undefined : key(name, held);
}

function key(name: string, {ctrl, alt, shift}: Modifiers): KeyInput {
  return {type: 'key', name, ctrl, alt, shift};
}
