import type {
  AcknowledgedEvents,
  Acknowledgement,
  EventBatch,
  EventCount,
  EventPage,
  EventQuery,
  EventRef,
  EventReport,
  EventStreamQuery,
} from '../core/event.ts';
import type {FollowOptions, Prox} from '../core/prox.ts';
import {ConfigOperations, type ConfigParts} from './config-operations.ts';
import type {EventLog} from './event-log.ts';

type Operations = Pick<
  Prox,
  'events' | 'countEvents' | 'followEvents' | 'acknowledgeEvent' | 'acknowledgeEvents'
>;

export interface EventParts extends ConfigParts {
  readonly events: EventLog;
}

/** The operations that are about what happened. */
export class EventOperations extends ConfigOperations implements Operations {
  readonly #events: EventLog;

  constructor(parts: EventParts) {
    super(parts);
    this.#events = parts.events;
  }

  /** Takes note of what happened. Never throws, never waits. */
  report(event: EventReport): void {
    this.#events.report(event);
  }

  async events(_query: EventQuery): Promise<EventPage> {
    return {events: [], filteredCount: 0, totalCount: 0, hasMore: false};
  }

  async countEvents(): Promise<EventCount> {
    return {count: 0, bySeverity: {warning: 0, critical: 0}};
  }

  async *followEvents(
    _query: EventStreamQuery,
    _options: FollowOptions,
  ): AsyncIterable<EventBatch> {}

  async acknowledgeEvent(_input: EventRef): Promise<void> {}

  async acknowledgeEvents(_input: Acknowledgement): Promise<AcknowledgedEvents> {
    return {acknowledged: 0};
  }
}
