import {PROX, type LogEntry} from '../../core/log-entry.ts';
import {harmless} from '../../core/sanitize.ts';
import type {Paint} from '../../render/paint.ts';
import {timeOfDay} from '../../render/time-of-day.ts';
import {levelOf} from '../filter/level.ts';
import {findMatches} from '../filter/search.ts';
import {layoutOf} from '../model/layout.ts';
import {lineColumns, logListing, prefixWidths} from '../model/listings.ts';
import type {Model} from '../model/model.ts';
import {seen} from '../model/scroll.ts';
import {fit, pad} from '../text/labels.ts';
import {mark, tint} from '../text/marks.ts';
import {sliceColumns, wrapColumns} from '../text/rows.ts';
import {styledLine, type StyledLine} from '../text/styled-line.ts';
import {readable} from './readable.ts';
import {styled, type Theme} from './theme.ts';

/** The log lines in the window, each in as many rows as it takes. */
export function logRows(model: Model, theme: Theme): readonly string[] {
  const height = layoutOf(model).bodyRows;
  const rows = seen(logListing(model), model.logs.scroll, height).flatMap(({item, above}) =>
    rowsOf(model, theme, item).slice(above),
  );
  if (rows.length > 0) return rows.slice(0, height);
  return [theme.paint.dim(fit(emptyText(model), layoutOf(model).columns))];
}

function rowsOf(model: Model, theme: Theme, entry: LogEntry): readonly string[] {
  const columns = lineColumns(model);
  const line = marked(model, theme, entry);
  const rows = model.look.wraps ? wrapColumns(line, columns) : [sliceColumns(line, 0, columns)];
  const isCurrent = model.logs.cursor === entry.seq;
  const first = prefix(model, theme, entry);
  return rows.map((row, index) => `${index === 0 ? first : continued(model, isCurrent)}${row}`);
}

/** The line with its level, what was searched, and the words of the filter. */
function marked(model: Model, theme: Theme, {line, stream}: LogEntry): StyledLine {
  const level = levelOf(line);
  const style = stream === PROX ? theme.rule : (theme.levels[level ?? 'info'] ?? '');
  const plain = styledLine(line);
  const tinted = style === '' ? plain : tint(plain, style);
  const words = [...model.filter.filter.words, ...(model.search === '' ? [] : [model.search])];
  if (words.length === 0) return tinted;
  return mark(tinted, findMatches(harmless(line), words), theme.match);
}

function prefix(model: Model, {paint, marked: style}: Theme, entry: LogEntry): string {
  const {time, name} = prefixWidths(model);
  const clock = time === 0 ? '' : `${paint.dim(timeOfDay(entry.timestamp))} `;
  const label = name === 0 ? '' : nameOf(model, paint, entry);
  const stderr = entry.stream === 'stderr' ? paint.bad('!') : ' ';
  const bar = model.logs.cursor === entry.seq ? styled(style, '>') : '|';
  return `${clock}${label}${stderr}${bar} `;
}

function nameOf(model: Model, paint: Paint, {process, stream}: LogEntry): string {
  const {name: width} = prefixWidths(model);
  if (stream === PROX) return paint.dim(pad(PROX, width));
  const index = model.processes.findIndex(one => one.name === process);
  return paint.process(Math.max(index, 0), pad(readable(process), width));
}

function continued(model: Model, isCurrent: boolean): string {
  const {time, name} = prefixWidths(model);
  return `${' '.repeat(time + name)} ${isCurrent ? '>' : '|'} `;
}

function emptyText({logs, filter, hasLogs}: Model): string {
  if (!hasLogs) return 'loading…';
  if (logs.items.length === 0) return 'no lines yet';
  const what = filter.filter.isEmpty ? 'nothing of these processes' : 'nothing passes the filter';
  return `${what}; Esc shows all`;
}
