import type {Input} from './input.ts';
import {characterKey, controlInput, singleShiftKey} from './key-names.ts';

/** How far the reading of a sequence has come (ECMA-48, and what xterm adds to it). */
export type ReaderState =
  | {readonly at: 'ground'}
  /** `endsString`: it may be the first half of ST, which ends a control string. */
  | {readonly at: 'escape'; readonly isDoubled: boolean; readonly endsString: boolean}
  | {readonly at: 'control'; readonly alt: boolean; readonly text: string}
  | {readonly at: 'singleShift'; readonly alt: boolean; readonly text: string}
  | {readonly at: 'string'; readonly introducer: string; readonly length: number}
  | {readonly at: 'oldMouse'; readonly left: number}
  /** `matched`: how much of the end of a paste has come. */
  | {readonly at: 'paste'; readonly text: string; readonly matched: number};

export interface Step {
  readonly state: ReaderState;
  readonly inputs: readonly Input[];
}

/** Characters of a sequence, or of a part of a paste; beyond it what comes is read as keys again. */
const LONGEST = 1024;

const ESC = '\u001b';
const BELL = '\u0007';
const CTRL_C = '\u0003';
const PASTE_END = `${ESC}[201~`;
/** SS3, DCS, SOS, CSI, OSC, PM and APC in one character; after ESC they are 0x40 less. */
const SHORT_INTRODUCERS = '\u008f\u0090\u0098\u009b\u009d\u009e\u009f';
const STRING_INTRODUCERS = 'PX]^_';

export const GROUND: ReaderState = {at: 'ground'};
const ESCAPE = {at: 'escape', isDoubled: false, endsString: false} as const;

/** Takes one more character. */
export function read(state: ReaderState, character: string): Step {
  switch (state.at) {
    case 'ground':
      return readGround(character);
    case 'paste':
      return readPaste(state, character);
    case 'escape':
      return readEscape(state, character);
    case 'string':
      return readString(state, character);
    case 'control':
    case 'singleShift':
    case 'oldMouse':
      // A control character in the middle ends it: a lost end must not swallow Ctrl-C.
      return isPrintable(character) ? readSequence(state, character) : readGround(character);
  }
}

/** When nothing has come for a while: an ESC by itself was the key. */
export function settle(state: ReaderState): Step {
  if (state.at === 'escape') return ground(...escapes(state.isDoubled ? 2 : 1));
  // Alt with `]` and its like looks as if a control string began.
  if (state.at === 'string' && state.length === 0) return withAlt(state.introducer);
  return {state, inputs: []};
}

function readGround(character: string): Step {
  if (character === ESC) return {state: ESCAPE, inputs: []};
  if (SHORT_INTRODUCERS.includes(character)) {
    return readEscape(ESCAPE, String.fromCharCode(character.charCodeAt(0) - 0x40));
  }
  return ground(characterKey(character));
}

type Of<At extends ReaderState['at']> = Extract<ReaderState, {at: At}>;

function readEscape({isDoubled, endsString}: Of<'escape'>, character: string): Step {
  if (endsString && character === '\\') return ground();
  // rxvt puts an ESC before a sequence for Alt.
  if (character === '[') return going({at: 'control', alt: isDoubled, text: ''});
  if (character === 'O') return going({at: 'singleShift', alt: isDoubled, text: ''});
  const before = escapes(isDoubled ? 1 : 0);
  if (character === ESC) return {state: {...ESCAPE, isDoubled: true}, inputs: before};
  if (STRING_INTRODUCERS.includes(character)) {
    return {state: {at: 'string', introducer: character, length: 0}, inputs: before};
  }
  return {state: GROUND, inputs: [...before, ...withAlt(character).inputs]};
}

function readString({introducer, length}: Of<'string'>, character: string): Step {
  if (character === ESC) return going({...ESCAPE, endsString: true});
  if (character === BELL || character === '\u009c') return ground();
  if (!isPrintable(character) || length >= LONGEST) return readGround(character);
  return going({at: 'string', introducer, length: length + 1});
}

function readSequence(
  state: Of<'control'> | Of<'singleShift'> | Of<'oldMouse'>,
  character: string,
): Step {
  if (state.at === 'oldMouse') {
    return state.left === 1 ? ground() : going({...state, left: state.left - 1});
  }
  const {alt, text} = state;
  if (text.length >= LONGEST) return readGround(character);
  if (state.at === 'control') return readControl(state, character);
  if (/\d/.test(character)) return going({...state, text: text + character});
  return ground(plusAlt(singleShiftKey(text, character), alt));
}

function readControl(state: Of<'control'>, character: string): Step {
  const {alt, text} = state;
  if (text === '' && character === 'M') return going({at: 'oldMouse', left: 3});
  if (text + character === '200~') return going({at: 'paste', text: '', matched: 0});
  if (!endsControl(text, character)) return going({...state, text: text + character});
  return ground(plusAlt(controlInput(text, character), alt));
}

function endsControl(text: string, character: string): boolean {
  if (text === '' && character === '[') return false; // the Linux console: CSI [ A
  if (character === '$') return /^\d+$/.test(text); // rxvt: Shift with a numbered key
  return character >= '@';
}

/** Ctrl-C ends a paste whose end has been lost; terminals do not paste one. */
function readPaste({text, matched}: Of<'paste'>, character: string): Step {
  if (character === PASTE_END[matched]) {
    const isEnd = matched + 1 === PASTE_END.length;
    return isEnd ? ground(...pasted(text)) : going({at: 'paste', text, matched: matched + 1});
  }
  const whole = text + PASTE_END.slice(0, matched);
  if (character === CTRL_C) return ground(...pasted(whole), characterKey(character));
  const isEscape = character === ESC;
  const longer = isEscape ? whole : whole + character;
  const isFull = longer.length >= LONGEST;
  return {
    state: {at: 'paste', text: isFull ? '' : longer, matched: isEscape ? 1 : 0},
    inputs: isFull ? pasted(longer) : [],
  };
}

function pasted(text: string): readonly Input[] {
  return text === '' ? [] : [{type: 'paste', text}];
}

function escapes(count: number): readonly Input[] {
  const escape = characterKey(ESC);
  return escape ? Array.from({length: count}, () => escape) : [];
}

function withAlt(character: string): Step {
  return ground(plusAlt(characterKey(character), true));
}

function plusAlt(input: Input | undefined, alt: boolean): Input | undefined {
  return alt && input?.type === 'key' ? {...input, alt: true} : input;
}

function isPrintable(character: string): boolean {
  return !/\p{Cc}/u.test(character);
}

function isInput(input: Input | undefined): input is Input {
  return input !== undefined;
}

function ground(...inputs: readonly (Input | undefined)[]): Step {
  return {state: GROUND, inputs: inputs.filter(isInput)};
}

function going(state: ReaderState): Step {
  return {state, inputs: []};
}
