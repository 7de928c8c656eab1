import {cells} from './cells.ts';
import {entryAt} from './entries.ts';
import type {StyledLine} from './styled-line.ts';

/** Text in one style. */
interface Run {
  readonly text: string;
  readonly style: string;
}

/** A row of wrapped text; wider than asked only if it is one character that no such row can hold. */
interface Row {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

const RESET = '\u001b[0m';

/**
 * What a window of so many columns shows of the line, from the column `from` on (0 is the first):
 * text with SGR sequences, reset at its end if it has any. Half of a wide character is a space.
 * Reads the line only as far as the window reaches.
 */
export function sliceColumns(line: StyledLine, from: number, columns: number): string {
  if (columns < 1) return '';
  const end = from + columns;
  if (line.isAscii) return ansi(runs(line, from, end));
  const shown: Run[] = [];
  let whole = {from: 0, to: 0};
  let column = 0;
  for (const cell of cells(line.text)) {
    if (column >= end) break;
    const next = column + cell.columns;
    if (column >= from && next <= end) {
      whole = {from: whole.to > 0 ? whole.from : cell.from, to: cell.to};
    } else if (next > from) {
      shown.push(...runs(line, whole.from, whole.to), space(line, cell.from));
      whole = {from: 0, to: 0};
    }
    column = next;
  }
  return ansi([...shown, ...runs(line, whole.from, whole.to)]);
}

/**
 * The whole line in rows of at most so many columns, cut between graphemes, not words. At least
 * one row. A character that is wider than a row is a space.
 */
export function wrapColumns(line: StyledLine, columns: number): readonly string[] {
  if (columns < 1) return [''];
  const wrapped: string[] = [];
  for (const row of rows(line, columns)) {
    const isTooWide = row.columns > columns;
    wrapped.push(ansi(isTooWide ? [space(line, row.from)] : runs(line, row.from, row.to)));
  }
  return wrapped;
}

/** How many rows `wrapColumns` gives; mere arithmetic for ASCII and short lines. */
export function rowCount(line: StyledLine, columns: number): number {
  const {length} = line.text;
  if (columns < 1 || length * 2 <= columns) return 1;
  if (line.isAscii) return Math.max(1, Math.ceil(length / columns));
  let count = 0;
  for (const _ of rows(line, columns)) count += 1;
  return count;
}

function* rows(line: StyledLine, columns: number): Generator<Row, void> {
  const {length} = line.text;
  let from = 0;
  if (line.isAscii) {
    for (; from + columns < length; from += columns) yield {from, to: from + columns, columns};
    yield {from, to: length, columns: length - from};
    return;
  }
  let width = 0;
  for (const cell of cells(line.text)) {
    if (width > 0 && width + cell.columns > columns) {
      yield {from, to: cell.from, columns: width};
      from = cell.from;
      width = 0;
    }
    width += cell.columns;
  }
  yield {from, to: length, columns: width};
}

function runs({text, spans}: StyledLine, from: number, to: number): readonly Run[] {
  const found: Run[] = [];
  let at = from;
  for (let {index} = entryAt(spans, from); at < Math.min(to, text.length); index += 1) {
    const end = Math.min(spans[index + 1]?.from ?? text.length, to);
    found.push({text: text.slice(at, end), style: spans[index]?.style ?? ''});
    at = end;
  }
  return found;
}

function space(line: StyledLine, offset: number): Run {
  return {text: ' ', style: entryAt(line.spans, offset).entry?.style ?? ''};
}

function ansi(parts: readonly Run[]): string {
  let written = '';
  let current = '';
  for (const {text, style} of parts) {
    if (style !== current) written += current === '' ? style : RESET + style;
    written += text;
    current = style;
  }
  return current === '' ? written : written + RESET;
}
