import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {type Dropped, EventBus} from '../core/event-bus.ts';
import {
  type AcknowledgedEvents,
  type Acknowledgement,
  DEFAULT_EVENT_LIMIT,
  EVENT_TYPES,
  type EventBatch,
  type EventCount,
  type EventFilter,
  type EventPage,
  type EventQuery,
  type EventReport,
  type EventStreamQuery,
  MAX_EVENTS,
  type ProxEvent,
} from '../core/event.ts';
import {boundedDetails, boundedMessage} from './event-bounds.ts';

/** Where events outlive this run of prox. */
export interface EventJournal {
  /** Those of earlier runs, oldest first, at most MAX_EVENTS. */
  readonly kept: readonly ProxEvent[];
  /** Takes note in the background, in the order of the calls. Never throws. */
  append(event: ProxEvent): void;
  /** Likewise. `at` is RFC 3339. */
  acknowledge(ids: readonly number[], at: string): void;
  /** Resolves when all that was noted so far is kept, or cannot be. */
  flush(): Promise<void>;
}

export interface EventLogOptions {
  readonly clock: Clock;
  readonly journal: EventJournal;
}

/** What happened, of this and earlier runs: the newest MAX_EVENTS. */
export class EventLog {
  readonly #clock: Clock;
  readonly #journal: EventJournal;
  readonly #bus = new EventBus<ProxEvent>();
  /** Oldest first. */
  readonly #events: ProxEvent[];
  #lastId: number;
  /** While there are some that cannot be noted yet: until the latest of them is. */
  #latest: Promise<void> | undefined;

  constructor({clock, journal}: EventLogOptions) {
    this.#clock = clock;
    this.#journal = journal;
    this.#events = [...journal.kept];
    this.#lastId = this.#events.at(-1)?.id ?? 0;
  }

  /** Takes note of what happened, in the order of the calls. Never throws, never waits. */
  report(report: EventReport): void {
    const timestamp = this.#now();
    if (this.#latest === undefined && report.moreDetails === undefined) {
      return this.#note(report, timestamp);
    }
    const latest = this.#noteInTurn(report, timestamp).finally(() => {
      if (this.#latest === latest) this.#latest = undefined;
    });
    this.#latest = latest;
  }

  async #noteInTurn(report: EventReport, timestamp: string): Promise<void> {
    await this.#latest;
    const details = {...report.details, ...(await report.moreDetails)};
    this.#note({...report, details}, timestamp);
  }

  #note({type, process, message, details = {}}: EventReport, timestamp: string): void {
    this.#lastId += 1;
    const event: ProxEvent = {
      id: this.#lastId,
      timestamp,
      severity: EVENT_TYPES[type],
      type,
      process,
      message: boundedMessage(message),
      details: boundedDetails(details),
      acknowledged: false,
      acknowledgedAt: undefined,
    };
    this.#events.push(event);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
    this.#journal.append(event);
    this.#bus.publish(event);
  }

  query({limit = DEFAULT_EVENT_LIMIT, offset = 0, ...query}: EventQuery): EventPage {
    const {acknowledged, since = Number.NEGATIVE_INFINITY} = query;
    const accepts = eventMatcher(query);
    const all = this.#events
      .filter(event => accepts(event) && Date.parse(event.timestamp) >= since)
      .filter(event => acknowledged === undefined || event.acknowledged === acknowledged)
      .toReversed();
    const events = all.slice(offset, offset + Math.min(limit, MAX_EVENTS));
    return {
      events,
      filteredCount: events.length,
      totalCount: all.length,
      hasMore: offset + events.length < all.length,
    };
  }

  count(): EventCount {
    const open = this.#events.filter(({acknowledged}) => !acknowledged);
    const warning = open.filter(({severity}) => severity === 'warning').length;
    const critical = open.filter(({severity}) => severity === 'critical').length;
    return {count: warning + critical, bySeverity: {warning, critical}};
  }

  /** Idempotent. @throws ProxError EVENT_NOT_FOUND */
  acknowledgeOne(id: number): void {
    if (!this.#events.some(event => event.id === id)) {
      const hint = `Only the newest ${MAX_EVENTS} events are kept; \`prox events\` lists them.`;
      throw new ProxError('EVENT_NOT_FOUND', {detail: String(id), hint});
    }
    this.acknowledge({ids: [id]});
  }

  /** Ids of which there is no event, or none any more, count for nothing. */
  acknowledge({ids}: Acknowledgement): AcknowledgedEvents {
    const asked = ids && new Set(ids);
    const at = this.#now();
    const news: number[] = [];
    for (const [index, event] of this.#events.entries()) {
      if (event.acknowledged || asked?.has(event.id) === false) continue;
      this.#events[index] = {...event, acknowledged: true, acknowledgedAt: at};
      news.push(event.id);
    }
    if (news.length > 0) this.#journal.acknowledge(news, at);
    return {acknowledged: news.length};
  }

  /**
   * Listens from the call on, until `signal` aborts; what is kept after `sinceId` comes first. A reader that
   * lags loses its own oldest and is told.
   */
  follow({sinceId, ...filter}: EventStreamQuery, signal: AbortSignal): AsyncIterable<EventBatch> {
    const accepts = eventMatcher(filter);
    // A reader that has come further than we have was reading a journal that is gone: all is new to it.
    const from = sinceId !== undefined && sinceId > this.#lastId ? 0 : sinceId;
    const news = this.#bus.subscribe({signal, maxQueued: MAX_EVENTS});
    return toBatches(this.#keptSince(from, accepts), {news, accepts});
  }

  /** Resolves when all that has happened so far is in the journal. */
  async flush(): Promise<void> {
    await this.#latest;
    await this.#journal.flush();
  }

  #keptSince(sinceId: number | undefined, accepts: Accepts): EventBatch {
    if (sinceId === undefined) return {events: [], dropped: 0};
    const events = this.#events.filter(event => event.id > sinceId && accepts(event));
    // Who asks for all that is kept, by 0, has lost nothing.
    const firstKept = this.#events[0]?.id ?? 0;
    return {events, dropped: sinceId === 0 ? 0 : Math.max(0, firstKept - 1 - sinceId)};
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

type Accepts = (event: ProxEvent) => boolean;

function eventMatcher({severity, type, process}: EventFilter): Accepts {
  return event =>
    (severity?.includes(event.severity) ?? true) &&
    (type?.includes(event.type) ?? true) &&
    (process === undefined || (event.process !== undefined && process.includes(event.process)));
}

interface News {
  readonly news: AsyncIterable<ProxEvent | Dropped>;
  readonly accepts: Accepts;
}

async function* toBatches(kept: EventBatch, {news, accepts}: News): AsyncGenerator<EventBatch> {
  if (kept.events.length > 0 || kept.dropped > 0) yield kept;
  for await (const item of news) {
    if (item.type === 'dropped') yield {events: [], dropped: item.count};
    else if (accepts(item)) yield {events: [item], dropped: 0};
  }
}
