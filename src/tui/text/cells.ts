import stringWidth from 'string-width';

/** What cannot be cut: UTF-16 offsets in the text, and how many columns it takes (1 or 2). */
export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

const ASCII = /^[ -~]*$/;
/** Letters of scripts in which nothing but a mark behind it ever joins a letter. */
const LETTER =
  /(?=\p{L})[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\uac00-\ud7a3]/u;
const SEGMENTER = new Intl.Segmenter();
/** UTF-16 units for the segmenter at once: most lines are longer than what is shown of them. */
const WINDOW = 1024;

/** What a grapheme that is too wide is made of: syllables and letters, or what widens it. */
const HANGUL_PART =
  /[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6][\u11a8-\u11ff\ud7cb-\ud7fb]?|./gsu;
const OTHER_PART = /.[^\p{Mc}\uff9e\uff9f]*/gsu;
const HANGUL = /\p{sc=Hangul}/u;

const MAX_CACHED = 4_000;
const MAX_CACHED_LENGTH = 16;
const widths = new Map<string, number>();

/** Whether each UTF-16 unit of the text is a character of one column. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Columns that harmless text takes in a terminal. */
export function columnsOf(text: string): number {
  if (isAscii(text)) return text.length;
  let columns = 0;
  for (const cell of cells(text)) columns += cell.columns;
  return columns;
}

/** From left to right, without gaps, lazily. What takes no column belongs to its neighbour. */
export function* cells(text: string): Generator<Cell, void> {
  let pending: Cell | undefined;
  for (const part of parts(text)) {
    if (pending === undefined) {
      pending = part;
    } else if (pending.columns > 0 && part.columns > 0) {
      yield pending;
      pending = part;
    } else {
      pending = {from: pending.from, to: part.to, columns: pending.columns + part.columns};
    }
  }
  if (pending !== undefined) yield pending;
}

function* parts(text: string): Generator<Cell, void> {
  let at = 0;
  let reach = WINDOW;
  while (at < text.length) {
    if (standsAlone(text, at)) {
      yield {from: at, to: at + 1, columns: widthOf(text.charAt(at))};
      at += 1;
      continue;
    }
    const start = at;
    const end = start + reach - (isHighSurrogate(text, start + reach - 1) ? 1 : 0);
    // The segmenter is slow, to begin with it even more: once begun, it does the window.
    for (const {segment, index} of SEGMENTER.segment(text.slice(start, end))) {
      const to = start + index + segment.length;
      // What follows the window may belong to its last grapheme.
      if (to === end && end < text.length) break;
      yield* graphemeParts(segment, start + index);
      at = to;
    }
    reach = at === start ? reach * 2 : WINDOW;
  }
}

/** A grapheme can be wider than a row (a chain of Hangul letters): then it is cut. */
function* graphemeParts(grapheme: string, from: number): Generator<Cell, void> {
  const columns = widthOf(grapheme);
  if (columns <= 2) {
    yield {from, to: from + grapheme.length, columns};
    return;
  }
  const pattern = HANGUL.test(grapheme) ? HANGUL_PART : OTHER_PART;
  for (const {0: part, index} of grapheme.matchAll(pattern)) {
    yield {from: from + index, to: from + index + part.length, columns: widthOf(part)};
  }
}

function widthOf(grapheme: string): number {
  const known = widths.get(grapheme);
  if (known !== undefined) return known;
  const columns = stringWidth(grapheme);
  if (grapheme.length <= MAX_CACHED_LENGTH) {
    if (widths.size >= MAX_CACHED) widths.clear();
    widths.set(grapheme, columns);
  }
  return columns;
}

/** Whether no segmenter is needed to see that the character is a grapheme. */
function standsAlone(text: string, at: number): boolean {
  return isSimple(text, at) && (at + 1 === text.length || isSimple(text, at + 1));
}

function isSimple(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 0x7f ? unit >= 0x20 : LETTER.test(text.charAt(at));
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
