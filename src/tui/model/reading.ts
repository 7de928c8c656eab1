import {pad} from '../text/labels.ts';
import {wrapColumns} from '../text/rows.ts';
import {styledLine} from '../text/styled-line.ts';
import {type Binding, KEYMAP} from './keymap.ts';
import {layoutOf} from './layout.ts';
import type {HelpMode, Model, PageMode} from './model.ts';

/** A row of text that is read; `isTitle` of what stands over others. */
export interface ReadingRow {
  readonly text: string;
  readonly isTitle: boolean;
}

const LABEL_WIDTH = 10;
const INDENT = 2;

/** All rows of a page, or of the help, as wide as the screen at most. */
export function readingRows(model: Model, mode: HelpMode | PageMode): readonly ReadingRow[] {
  const {columns} = layoutOf(model);
  if (mode.type === 'page') return (mode.lines ?? []).flatMap(line => wrapped(line, columns));
  return KEYMAP.flatMap(({title, bindings}, index) => [
    ...(index === 0 ? [] : wrapped('', columns)),
    {text: title, isTitle: true},
    ...bindings.flatMap(binding => bindingRows(model, binding, columns)),
  ]);
}

/** The first row that is seen: never further down than it takes to see the last. */
export function topOfReading(model: Model, mode: HelpMode | PageMode): number {
  return clamped(model, mode, mode.top);
}

/** Further down by so many rows, or up. */
export function readOn(model: Model, mode: HelpMode | PageMode, by: number): Model {
  const top = clamped(model, mode, topOfReading(model, mode) + by);
  return {...model, mode: {...mode, top}};
}

function clamped(model: Model, mode: HelpMode | PageMode, top: number): number {
  const last = readingRows(model, mode).length - layoutOf(model).bodyRows;
  return Math.max(0, Math.min(top, last));
}

function wrapped(line: string, columns: number): readonly ReadingRow[] {
  return wrapColumns(styledLine(line), columns).map(text => ({text, isTitle: false}));
}

/** `  r          restart the chosen process`; a narrow screen has the rest below. */
function bindingRows(
  {settings}: Model,
  {action, label, help}: Binding,
  columns: number,
): readonly ReadingRow[] {
  const width = INDENT + LABEL_WIDTH + 1;
  const text = action === 'quit' ? quitText(settings.isOwner) : help;
  return wrapped(text, Math.max(1, columns - width)).map((row, index) => ({
    text: `${' '.repeat(INDENT)}${pad(index === 0 ? label : '', LABEL_WIDTH)} ${row.text}`,
    isTitle: false,
  }));
}

function quitText(isOwner: boolean): string {
  return isOwner ? 'quit: stop everything' : 'quit; the stack runs on';
}
