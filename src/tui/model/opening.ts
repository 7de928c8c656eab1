import {harmless} from '../../core/sanitize.ts';
import type {ProxEvent} from '../../core/event.ts';
import {layoutOf} from './layout.ts';
import {cursorIndex, logListing} from './listings.ts';
import type {Step} from './message.ts';
import type {Model, PageRef, SeenRequest} from './model.ts';
import {indexOf, seen} from './scroll.ts';
import {done, said} from './steps.ts';

/** The whole of what is marked, on a page of its own. */
export function openedMarked(model: Model): Step {
  if (model.view === 'logs') return done(model);
  const request = markedRequest(model);
  if (request) return opened(model, {type: 'request', id: request.record.id});
  const event = markedEvent(model);
  return event ? opened(model, {type: 'event', event}) : said(model, 'nothing is here', 'busy');
}

export function opened(model: Model, page: PageRef): Step {
  const mode = {type: 'page', page, lines: undefined, top: 0} as const;
  return done({...model, mode}, {type: 'page', page});
}

/** The match, else the lines that are seen; of a request the command that sends it again. */
export function copied(model: Model): Step {
  const request = markedRequest(model);
  if (request) return done(model, {type: 'copyCurl', id: request.record.id});
  const event = markedEvent(model);
  if (event) return copiedLines(model, [event.message], 'the event');
  const match = matchedLine(model);
  if (match !== undefined) return copiedLines(model, [match], 'the line');
  const lines = seenLines(model);
  if (lines.length === 0) return said(model, 'nothing is here', 'busy');
  return copiedLines(model, lines, lines.length === 1 ? '1 line' : `${lines.length} lines`);
}

function copiedLines(model: Model, lines: readonly string[], what: string): Step {
  return done(model, {type: 'copy', text: lines.map(harmless).join('\n'), what});
}

function markedRequest({view, requests}: Model): SeenRequest | undefined {
  if (view !== 'requests') return undefined;
  return requests.shown.at(cursorIndex(requests, ({key}) => key));
}

function markedEvent({view, events}: Model): ProxEvent | undefined {
  if (view !== 'events') return undefined;
  return events.shown.at(cursorIndex(events, ({id}) => id));
}

function matchedLine(model: Model): string | undefined {
  const {view, logs} = model;
  if (view !== 'logs' || logs.cursor === undefined) return undefined;
  const entry = logs.shown.at(indexOf(logListing(model), logs.cursor));
  return entry?.seq === logs.cursor ? entry.line : undefined;
}

function seenLines(model: Model): readonly string[] {
  if (model.view !== 'logs') return [];
  const {bodyRows} = layoutOf(model);
  return seen(logListing(model), model.logs.scroll, bodyRows).map(({item}) => item.line);
}
