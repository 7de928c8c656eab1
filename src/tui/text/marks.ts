import {CellBorders} from './cell-borders.ts';
import {entryAt} from './entries.ts';
import {shifted} from './readable-text.ts';
import {tidy, type Span, type StyledLine} from './styled-line.ts';

/** UTF-16 offsets in `harmless(line)` of core, `to` not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Lays a style over the line's own; a grapheme that a range touches is marked as a whole. */
export function mark(line: StyledLine, ranges: readonly Range[], style: string): StyledLine {
  const spans: Span[] = [];
  let at = 0;
  for (const {from, to} of merged(rangesInText(line, merged(ranges)))) {
    spans.push(...spansBetween(line, at, from));
    for (const span of spansBetween(line, from, to)) {
      spans.push({from: span.from, style: span.style + style});
    }
    at = to;
  }
  spans.push(...spansBetween(line, at, line.text.length));
  return {...line, spans: tidy(spans, line.text.length)};
}

/** Lays a style under the line's own. */
export function tint(line: StyledLine, style: string): StyledLine {
  return {...line, spans: line.spans.map(span => ({from: span.from, style: style + span.style}))};
}

/** Ascending, without overlaps, none of them empty. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    if (range.from >= range.to) continue;
    const last = result.at(-1);
    if (last === undefined || last.to < range.from) result.push(range);
    else result[result.length - 1] = {from: last.from, to: Math.max(last.to, range.to)};
  }
  return result;
}

function rangesInText({text, shifts, isAscii}: StyledLine, ranges: readonly Range[]): Range[] {
  const borders = isAscii ? undefined : new CellBorders(text);
  return ranges.map(range => {
    const from = shifted(shifts, range.from);
    const to = shifted(shifts, range.to);
    return {from: borders?.around(from).start ?? from, to: borders?.around(to).end ?? to};
  });
}

/** What holds from one offset to another, the first from there on. */
function spansBetween({spans}: StyledLine, from: number, to: number): readonly Span[] {
  if (from >= to) return [];
  const between: Span[] = [];
  for (let {index} = entryAt(spans, from); index < spans.length; index += 1) {
    const span = spans[index];
    if (span === undefined || span.from >= to) break;
    between.push({from: Math.max(from, span.from), style: span.style});
  }
  return between;
}
