import {sanitize} from '../../core/sanitize.ts';
import {CellBorders} from './cell-borders.ts';
import {isAscii} from './cells.ts';
import type {Entry} from './entries.ts';
import {readableText, shifted, UNSHIFTED, type Shift} from './readable-text.ts';
import {SgrState} from './sgr.ts';

/** From here to the next span, all of the style holds: SGR sequences, `''` for none. */
export interface Span extends Entry {
  readonly style: string;
}

/** A line that some program has written, ready to be cut into rows. */
export interface StyledLine {
  /** Holds nothing but characters: no control, no tab, nothing that reorders. */
  readonly text: string;
  /** Ascending, the first at 0, borders only between graphemes. */
  readonly spans: readonly Span[];
  /** From offsets in `harmless(line)` to offsets in `text`. */
  readonly shifts: readonly Shift[];
  /** Then offsets are columns. */
  readonly isAscii: boolean;
}

const UNSTYLED: readonly Span[] = [{from: 0, style: ''}];
const COLOR = new RegExp(String.raw`\u001b\[([0-9;:]*)m`, 'gu');

/** Any string is a line; its colours hold, everything else in it that steers a terminal is gone. */
export function styledLine(line: string): StyledLine {
  if (isAscii(line)) return {text: line, spans: UNSTYLED, shifts: UNSHIFTED, isAscii: true};
  const {source, changes} = splitColors(sanitize(line, {keepColors: true}));
  const {text, shifts} = readableText(source);
  const styled = {text, shifts, isAscii: isAscii(text)};
  if (changes.length === 0) return {...styled, spans: UNSTYLED};
  const spans = changes.map(({from, style}) => ({from: shifted(shifts, from), style}));
  return {...styled, spans: tidy(styled.isAscii ? spans : untorn(spans, text), text.length)};
}

/** Only the last span of those at one offset, only where the style changes, none behind the text. */
export function tidy(spans: readonly Span[], length: number): readonly Span[] {
  const tidied = [...UNSTYLED];
  for (const span of spans) {
    if (span.from >= length) break;
    if (tidied.at(-1)?.from === span.from) tidied.pop();
    if (tidied.at(-1)?.style !== span.style) tidied.push(span);
  }
  return tidied;
}

/** A sequence inside a grapheme would tear it apart: the style of its first character holds. */
function untorn(spans: readonly Span[], text: string): readonly Span[] {
  const borders = new CellBorders(text);
  return spans.map(({from, style}) => ({from: borders.around(from).end, style}));
}

function splitColors(line: string): {source: string; changes: readonly Span[]} {
  const state = new SgrState();
  const changes: Span[] = [];
  let source = '';
  let taken = 0;
  for (const {0: sequence, 1: parameters = '', index} of line.matchAll(COLOR)) {
    source += line.slice(taken, index);
    taken = index + sequence.length;
    state.apply(parameters);
    changes.push({from: source.length, style: state.sequence});
  }
  return {source: source + line.slice(taken), changes};
}
