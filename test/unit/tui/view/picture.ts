import stringWidth from 'string-width';
import {layoutOf} from '../../../../src/tui/model/layout.ts';
import type {Model} from '../../../../src/tui/model/model.ts';
import {screenRows} from '../../../../src/tui/view/screen-rows.ts';
import {plain} from '../text/hostile-line.ts';

const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** The screen as text, without its colours and the spaces at the ends of rows. */
export function picture(model: Model): string {
  return screenRows(model)
    .map(row => plain(row).trimEnd())
    .join('\n');
}

export function header(model: Model): string {
  return picture(model).split('\n')[0] ?? '';
}

export function footer(model: Model): string {
  return picture(model).split('\n').at(-1) ?? '';
}

/** The border over the view. */
export function rule(model: Model): string {
  return picture(model).split('\n')[1 + layoutOf(model).panelRows] ?? '';
}

/** The view itself, without the empty rows at its end. */
export function body(model: Model): readonly string[] {
  const {panelRows, bodyRows} = layoutOf(model);
  const from = 2 + panelRows;
  return picture(model)
    .split('\n')
    .slice(from, from + bodyRows)
    .join('\n')
    .trimEnd()
    .split('\n');
}

/** What is wrong with the screen: it is taller or wider than the terminal, or steers it. */
export function misfits(model: Model): readonly string[] {
  const {rows, columns} = layoutOf(model);
  const shown = screenRows(model);
  const wrong = shown.filter(row => STEERING.test(plain(row)) || stringWidth(row) > columns);
  return [...wrong, ...(shown.length === rows ? [] : [`${shown.length} rows instead of ${rows}`])];
}
