import {type LogEntry, PROX} from '../../core/log-entry.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {SupervisorStatus} from '../../core/prox.ts';
import {lossText} from '../../render/loss-text.ts';
import type {FeedMessage} from '../feed/feed-message.ts';
import {kept, refiltered, withShown} from './filtering.ts';
import type {Msg} from './message.ts';
import {ALL, type ListState, type Mode, type Model, type SeenRequest} from './model.ts';
import {FOLLOW} from './scroll.ts';

type LogsMessage = Extract<FeedMessage, {type: 'logs'}>;
type EventsMessage = Extract<FeedMessage, {type: 'events'}>;
type NewsMessage = Extract<Msg, {type: FeedMessage['type']}>;

/** What has come from prox becomes part of the model. */
export function takeFeed(model: Model, message: NewsMessage): Model {
  switch (message.type) {
    case 'connected':
      return connected(model, message.isNewRun);
    case 'lost':
      return {...model, link: {type: 'lost', problem: message.problem}};
    case 'refused': {
      const {problem, hint} = message;
      const text = hint === undefined ? problem : `${problem}. ${hint}`;
      return {...model, link: {type: 'lost', problem: text}};
    }
    case 'failed': {
      const text = `${message.topic}: ${message.problem}`;
      return {...model, notice: {text, tone: 'bad'}};
    }
    case 'status':
      return withStatus(model, message.status, message.at);
    case 'processes':
      return withProcesses({...model, processesAt: message.at}, message.processes);
    case 'logs': {
      const entries = withLoss(model, message);
      return {...model, hasLogs: true, logs: grown(model.logs, entries, kept(model).entry)};
    }
    case 'requests':
      return {...model, hasProxy: true, requests: withRequests(model, message.records)};
    case 'noProxy':
      return {...model, hasProxy: false};
    case 'events':
      return withEvents(model, message);
  }
}

/** The start is told once for a run: the seconds that a run is old are rounded. */
function withStatus(model: Model, status: SupervisorStatus, at: number): Model {
  const isKnown = model.startedAt !== undefined && model.status?.pid === status.pid;
  const startedAt = isKnown ? model.startedAt : at - status.uptimeSeconds * 1000;
  return {...model, status, startedAt};
}

/** A new run numbers its lines and requests from 1: those of the one before would be in the way. */
function connected(model: Model, isNewRun: boolean): Model {
  const link = {type: 'connected'} as const;
  if (!isNewRun) return {...model, link};
  const {logs, requests} = model;
  return refiltered({
    ...model,
    link,
    hasProxy: true,
    logs: {...logs, items: logs.items.cleared(), scroll: FOLLOW, cursor: undefined},
    requests: {...requests, items: requests.items.cleared(), scroll: FOLLOW, cursor: undefined},
  });
}

/** What is gone from prox.yaml can be neither chosen nor shown. */
function withProcesses(model: Model, processes: readonly ProcessSummary[]): Model {
  const names = new Set(processes.map(({name}) => name));
  const {chosen, shown} = model;
  const isThere = chosen !== undefined && names.has(chosen);
  const changed = {
    ...model,
    processes,
    chosen: isThere ? chosen : processes[0]?.name,
    mode: typingMode(model.mode, processes),
  };
  const hasVanished =
    (shown.type === 'solo' && !names.has(shown.name)) ||
    (shown.type === 'some' &&
      shown.names.size > 0 &&
      ![...shown.names].some(one => names.has(one)));
  return hasVanished ? withShown(changed, ALL) : changed;
}

/** What is typed for a process that has ended must not become keys. */
function typingMode(mode: Mode, processes: readonly ProcessSummary[]): Mode {
  if (mode.type !== 'typing' || mode.problem !== undefined) return mode;
  const {name} = mode;
  const isRunning = processes.some(process => process.name === name && process.pid !== 0);
  return isRunning ? mode : {...mode, problem: `${name} does not run any more`};
}

/** Lines that prox had no time to tell leave a line of their own: one of theirs had its seq. */
function withLoss({logs}: Model, {dropped, entries}: LogsMessage): readonly LogEntry[] {
  if (dropped === 0) return entries;
  const seq = (logs.items.at(logs.items.length - 1)?.seq ?? 0) + 1;
  const timestamp = entries[0]?.timestamp ?? logs.items.at(logs.items.length - 1)?.timestamp ?? 0;
  const line = lossText(dropped);
  return [{seq, timestamp, process: PROX, stream: PROX, line}, ...entries];
}

function withRequests(
  model: Model,
  records: Extract<FeedMessage, {type: 'requests'}>['records'],
): ListState<SeenRequest> {
  const {requests} = model;
  const last = requests.items.at(requests.items.length - 1)?.key ?? 0;
  const seen = records.map((record, index) => ({key: last + 1 + index, record}));
  return grown(requests, seen, kept(model).request);
}

function withEvents(model: Model, {dropped, events}: EventsMessage): Model {
  const told = {...model, events: grown(model.events, events, kept(model).event)};
  if (dropped === 0) return told;
  const what = dropped === 1 ? '1 event was' : `${dropped} events were`;
  return {...told, notice: {text: `${what} lost: they came too fast`, tone: 'busy'}};
}

function grown<Item>(
  list: ListState<Item>,
  items: readonly Item[],
  isKept: (item: Item) => boolean,
): ListState<Item> {
  return {
    ...list,
    items: list.items.append(items),
    shown: list.shown.append(items.filter(item => isKept(item))),
  };
}
