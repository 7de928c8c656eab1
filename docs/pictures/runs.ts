import type {IBufferCell} from '@xterm/headless';
import {type Colors, colorsOf} from './colors.ts';

export interface Style extends Colors {
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** Characters beside each other that look the same. */
export interface Run {
  readonly style: Style;
  readonly text: string;
  /** Where it begins, from 0. */
  readonly column: number;
  readonly columns: number;
}

/** A row of a terminal as runs, from left to right; blanks on the background are none. */
export function runsOf(row: readonly IBufferCell[]): readonly Run[] {
  let column = 0;
  const runs: Run[] = [];
  for (const cell of row) {
    const run = runOf(cell, column);
    column += run.columns;
    if (run.columns === 0) continue; // the second half of a wide character
    const last = runs.at(-1);
    const joined = last && join(last, run);
    if (joined) runs[runs.length - 1] = joined;
    else if (!isGap(run)) runs.push(run);
  }
  return runs.map(withoutEnd);
}

function runOf(cell: IBufferCell, column: number): Run {
  const style = {
    ...colorsOf(cell),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
  };
  return {style, text: cell.getChars() || ' ', column, columns: cell.getWidth()};
}

function join(left: Run, right: Run): Run | undefined {
  const canJoin = isGap(right)
    ? left.style.background === undefined
    : isSame(left.style, right.style) && isEven(left, right);
  if (!canJoin) return undefined;
  return {...left, text: left.text + right.text, columns: left.columns + right.columns};
}

function isSame(left: Style, right: Style): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * Whether a viewer gives both the same width to a character. What the font lacks comes from another
 * one: a symbol or a wide character is evenly wide with its like alone.
 */
function isEven(left: Run, right: Run): boolean {
  if (isAscii(left.text)) return isAscii(right.text);
  return left.text === right.text.repeat(left.columns / right.columns);
}

function isAscii(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

function isGap({text, style}: Run): boolean {
  return text === ' ' && style.background === undefined;
}

function withoutEnd(run: Run): Run {
  if (run.style.background !== undefined) return run;
  const text = run.text.trimEnd();
  return {...run, text, columns: run.columns - (run.text.length - text.length)};
}
