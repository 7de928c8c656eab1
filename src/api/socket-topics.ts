import {pause, type Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {logEntryToJson} from './log-wire.ts';
import {toWire} from './wire.ts';

const STATS_MS = 2000;

/** What one message tells, less its time (docs/reference/api.md, "WebSocket"). */
export interface TopicMessage {
  readonly type: 'processes' | 'event' | 'log' | 'request' | 'stats' | 'lagged';
  /** JSON: the object that the stream of the same kind sends. */
  readonly data: string;
}

export interface TopicContext {
  readonly prox: Prox;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Topic = 'processes' | 'events' | 'logs' | 'requests' | 'stats';

/** What came together, oldest first. */
type Messages = readonly TopicMessage[];

/** A topic may refuse at the call or at the first `next()`, and ends when the signal aborts. */
export const TOPICS: Readonly<Record<Topic, (context: TopicContext) => AsyncIterable<Messages>>> = {
  processes: ({prox, signal}) =>
    mapEach(prox.followProcesses({}, {signal}), list => [message('processes', list)]),
  events: ({prox, signal}) =>
    mapEach(prox.followEvents({}, {signal}), ({dropped, events}) => [
      ...lagged('events', dropped),
      ...events.map(event => message('event', event)),
    ]),
  logs: ({prox, signal}) =>
    mapEach(prox.followLogs({}, {signal}), ({dropped, entries}) => [
      ...lagged('logs', dropped),
      ...entries.map((entry): TopicMessage => ({type: 'log', data: logEntryToJson(entry)})),
    ]),
  requests: ({prox, signal}) =>
    mapEach(prox.followRequests({}, {signal}), ({dropped, requests}) => [
      ...lagged('requests', dropped),
      ...requests.map(request => message('request', request)),
    ]),
  stats: context => mapEach(statsAgainAndAgain(context), stats => [message('stats', stats)]),
};

const DEFAULT_TOPICS: readonly Topic[] = ['processes', 'events'];

/** Those that the query asks for, each once. @throws ProxError INVALID_PARAMETER */
export function topicsOf(query: URLSearchParams): readonly Topic[] {
  const given = query.getAll('topics').flatMap(text => text.split(','));
  const names = given.map(name => name.trim()).filter(name => name !== '');
  const topics = names.filter(isTopic);
  if (topics.length < names.length) {
    throw new ProxError('INVALID_PARAMETER', {
      detail: `topics must be ${Object.keys(TOPICS).join(', ')}`,
      details: {parameter: 'topics'},
    });
  }
  return topics.length === 0 ? DEFAULT_TOPICS : [...new Set(topics)];
}

function isTopic(name: string): name is Topic {
  return Object.hasOwn(TOPICS, name);
}

function message(type: TopicMessage['type'], data: unknown): TopicMessage {
  return {type, data: JSON.stringify(toWire(data))};
}

function lagged(topic: Topic, dropped: number): Messages {
  return dropped > 0 ? [message('lagged', {topic, dropped})] : [];
}

async function* statsAgainAndAgain({prox, clock, signal}: TopicContext) {
  while (!signal.aborted) {
    yield await prox.stats();
    await pause(clock, STATS_MS, signal);
  }
}

async function* mapEach<T>(
  items: AsyncIterable<T>,
  messagesOf: (item: T) => Messages,
): AsyncGenerator<Messages> {
  for await (const item of items) yield messagesOf(item);
}
