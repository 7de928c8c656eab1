import {layoutOf} from '../model/layout.ts';
import type {ChooseMode, HelpMode, Model, PageMode} from '../model/model.ts';
import {readingRows, topOfReading} from '../model/reading.ts';
import {fit, pad} from '../text/labels.ts';
import {readable} from './readable.ts';
import {styled, type Theme} from './theme.ts';

/** What is read, from its top on, never beyond its end. */
export function pageRows(
  model: Model,
  mode: HelpMode | PageMode,
  {paint}: Theme,
): readonly string[] {
  const {columns, bodyRows} = layoutOf(model);
  if (mode.type === 'page' && mode.lines === undefined)
    return [paint.dim(fit('loading…', columns))];
  const top = topOfReading(model, mode);
  return readingRows(model, mode)
    .slice(top, top + bodyRows)
    .map(({text, isTitle}) => (isTitle ? paint.strong(fit(text, columns)) : text));
}

/** The processes, to choose from. */
export function chooseRows(
  model: Model,
  {cursor, names}: ChooseMode,
  {marked}: Theme,
): readonly string[] {
  const {processes} = model;
  const {bodyRows, columns} = layoutOf(model);
  const top = Math.max(0, Math.min(cursor, processes.length - 1) - bodyRows + 1);
  return processes.slice(top, top + bodyRows).map(({name}, row) => {
    const text = pad(`[${names.has(name) ? 'x' : ' '}] ${readable(name)}`, columns);
    return top + row === cursor ? styled(marked, text) : text;
  });
}
