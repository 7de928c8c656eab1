import {columnsOf} from './cells.ts';
import {entryAt, type Entry} from './entries.ts';

/** From the offset `from` of the source on, the text lies `by` further right. */
export interface Shift extends Entry {
  readonly by: number;
}

export interface ReadableText {
  readonly text: string;
  readonly shifts: readonly Shift[];
}

export const UNSHIFTED: readonly Shift[] = [{from: 0, by: 0}];

const TAB_COLUMNS = 8;
/** Lies over what is before it, and has no width. */
const OVERLAY = String.raw`\p{Mn}\p{Me}\u200c\u200d\u{e0020}-\u{e007f}`;
/**
 * Invisible, and terminals do not agree on its columns: soft hyphens, zero-width spaces, marks of
 * direction, byte order marks, line separators, Hangul fillers.
 */
const INVISIBLE = String.raw`(?![${OVERLAY}])[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb]`;
/** At its begin, a line's overlays would change a character of ours that stands left of it. */
const UNREADABLE = new RegExp(`^(?:${INVISIBLE}|[${OVERLAY}])+|${INVISIBLE}|\t`, 'gu');
const LONE_SURROGATE = /\p{Cs}/gu;

/** Tabs become spaces; what has no columns of its own goes, so that columns can be counted. */
export function readableText(source: string): ReadableText {
  const shifts = [...UNSHIFTED];
  let text = '';
  let taken = 0;
  let column = 0;
  for (const {0: found, index} of source.matchAll(UNREADABLE)) {
    const kept = source.slice(taken, index);
    column += columnsOf(kept);
    const spaces = found === '\t' ? ' '.repeat(TAB_COLUMNS - (column % TAB_COLUMNS)) : '';
    column += spaces.length;
    text += kept + spaces;
    taken = index + found.length;
    shifts.push({from: taken, by: text.length - taken});
  }
  text += source.slice(taken);
  return {text: text.replaceAll(LONE_SURROGATE, '\uFFFD'), shifts};
}

/** Where the text has what the source has at the offset. */
export function shifted(shifts: readonly Shift[], offset: number): number {
  const {entry, next} = entryAt(shifts, offset);
  const moved = offset + (entry?.by ?? 0);
  return next === undefined ? moved : Math.min(moved, next.from + next.by);
}
