import type {ProxEvent} from '../../core/event.ts';
import type {LogEntry} from '../../core/log-entry.ts';
import {parseFilter} from '../filter/filter.ts';
import {FOLLOW} from './scroll.ts';
import {
  isShown,
  type ListState,
  type Model,
  type SeenRequest,
  type ShownProcesses,
} from './model.ts';

interface Kept {
  readonly entry: (entry: LogEntry) => boolean;
  readonly request: (request: SeenRequest) => boolean;
  readonly event: (event: ProxEvent) => boolean;
}

/** What passes the filter, of the processes that are shown. */
export function kept({shown, filter: {filter}}: Model): Kept {
  return {
    entry: entry => isShown(shown, entry.process) && filter.matchesEntry(entry),
    request: ({record}) => isShown(shown, record.process) && filter.matchesRequest(record),
    event: event => isShown(shown, event.process) && filter.matchesEvent(event),
  };
}

/** The lists anew, after another filter or other processes. */
export function refiltered(model: Model): Model {
  const {entry, request, event} = kept(model);
  return {
    ...model,
    logs: anew(model.logs, entry),
    requests: anew(model.requests, request),
    events: anew(model.events, event),
  };
}

/** A text that cannot be read keeps the last good filter, and says why. */
export function withFilter(model: Model, text: string): Model {
  if (text === model.filter.text) return model;
  const parsed = parseFilter(text, model.settings.compile);
  if (!parsed.ok) return {...model, filter: {...model.filter, text, problem: parsed.problem}};
  return refiltered({...model, filter: {text, filter: parsed.filter, problem: undefined}});
}

export function withShown(model: Model, shown: ShownProcesses): Model {
  return refiltered({...model, shown});
}

/** The view as if nothing had come yet. */
export function cleared(model: Model): Model {
  const list = model[model.view];
  const empty = {...list, items: list.items.cleared(), shown: list.shown.cleared()};
  return {...model, [model.view]: {...empty, scroll: FOLLOW, cursor: undefined}};
}

function anew<Item>(list: ListState<Item>, isKept: (item: Item) => boolean): ListState<Item> {
  return {...list, shown: list.items.filter(isKept)};
}
