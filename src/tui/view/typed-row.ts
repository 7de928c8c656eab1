import type {LineEdit} from '../model/line-edit.ts';
import {cells, columnsOf} from '../text/cells.ts';
import {fit} from '../text/labels.ts';
import {readable} from './readable.ts';
import {styled, type Theme} from './theme.ts';

export interface TypedRowOptions {
  readonly theme: Theme;
  readonly columns: number;
}

/** The line that is typed: what stands around the cursor, which is a marked character. */
export function typedRow(
  label: string,
  {text, cursor}: LineEdit,
  {theme, columns}: TypedRowOptions,
): string {
  const shownLabel = fit(label, Math.max(0, columns - 2));
  const room = columns - columnsOf(shownLabel);
  const behind = text.slice(cursor);
  const [first] = cells(behind);
  const at = readable(behind.slice(0, first?.to ?? 0)) || ' ';
  const before = endOf(readable(text.slice(0, cursor)), Math.max(0, room - columnsOf(at)));
  const rest = readable(behind.slice(first?.to ?? 0));
  const after = fit(rest, Math.max(0, room - columnsOf(before) - columnsOf(at)));
  return `${theme.paint.strong(shownLabel)}${before}${styled(theme.marked, at)}${after}`;
}

/** As much of its end as there is room for. */
function endOf(text: string, columns: number): string {
  let from = text.length;
  let left = columns;
  for (const cell of [...cells(text)].toReversed()) {
    left -= cell.columns;
    if (left < 0) break;
    from = cell.from;
  }
  return text.slice(from);
}
