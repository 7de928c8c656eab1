import {eventListing, logListing, requestListing} from '../model/listings.ts';
import {layoutOf} from '../model/layout.ts';
import type {HelpMode, Model, PageMode} from '../model/model.ts';
import {readingRows, topOfReading} from '../model/reading.ts';
import {countOfNew} from '../model/scroll.ts';
import {columnsOf} from '../text/cells.ts';
import {fit} from '../text/labels.ts';
import {readable} from './readable.ts';
import {styled, type Theme} from './theme.ts';

const TITLES = {logs: 'Logs', requests: 'Requests', events: 'Events'} as const;
const PAGE_TITLES = {why: 'Why', request: 'Request', event: 'Event'} as const;
const EDGE = '──';

/** The border over the view, with its title: `── Logs · web · 3 of 1,234 ──── FOLLOW ──`. */
export function ruleRow(model: Model, theme: Theme, columns: number): string {
  const place = placeText(model);
  // The title counts more than how much is new.
  const isCrowded = columnsOf(place) * 2 > columns;
  const right = isCrowded ? (place.split(' ', 1)[0] ?? '') : place;
  const [ending, edge] = right === '' ? ['', ''] : [` ${right} `, EDGE];
  const room = columns - `${EDGE}  ${ending}${edge}`.length;
  const title = fit(titleText(model), Math.max(0, room));
  const line = '─'.repeat(Math.max(0, room - columnsOf(title)));
  return [
    styled(theme.rule, `${EDGE} `),
    theme.paint.strong(title),
    styled(theme.rule, ` ${line}`),
    right.startsWith('PAUSED') ? theme.paint.busy(ending) : ending,
    styled(theme.rule, edge),
  ].join('');
}

function titleText(model: Model): string {
  const {mode, view} = model;
  if (mode.type === 'help') return 'Keys';
  if (mode.type === 'choose') return 'Which processes are shown';
  if (mode.type === 'page') {
    const title = PAGE_TITLES[mode.page.type];
    return mode.page.type === 'why' ? readable(`${title} ${mode.page.name}`) : title;
  }
  const parts = [TITLES[view], shownText(model), countText(model)];
  return parts.filter(part => part !== '').join(' · ');
}

function shownText({shown}: Model): string {
  if (shown.type === 'all') return '';
  return readable(shown.type === 'solo' ? shown.name : [...shown.names].join(', ') || 'none');
}

function countText(model: Model): string {
  const {filter, shown: processes} = model;
  const {items, shown} = model[model.view];
  const all = counted(items.length);
  const isWhole = filter.filter.isEmpty && processes.type === 'all';
  return isWhole ? all : `${counted(shown.length)} of ${all}`;
}

/** Whether it follows, or how far it has been read. */
function placeText(model: Model): string {
  const {mode, view} = model;
  if (mode.type === 'help' || mode.type === 'page') return readText(model, mode);
  if (mode.type === 'choose') return '';
  if (model[view].scroll.follow) return 'FOLLOW';
  const count = newIn(model);
  return count === 0 ? 'PAUSED' : `PAUSED · ${counted(count)} new`;
}

function newIn(model: Model): number {
  const {view, logs, requests, events} = model;
  if (view === 'logs') return countOfNew(logListing(model), logs.scroll);
  if (view === 'requests') return countOfNew(requestListing(model), requests.scroll);
  return countOfNew(eventListing(model), events.scroll);
}

function readText(model: Model, mode: HelpMode | PageMode): string {
  const {length} = readingRows(model, mode);
  const bottom = topOfReading(model, mode) + layoutOf(model).bodyRows;
  return bottom >= length ? '' : `${bottom} of ${length}`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
