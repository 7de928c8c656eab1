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
import {withMembers} from './group-members.ts';
import type {Reloader} from './reload.ts';

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
  readonly #current: Pick<Reloader, 'config'>;

  constructor(parts: EventParts) {
    super(parts);
    this.#events = parts.events;
    this.#current = parts.reloader;
  }

  /** Takes note of what happened. Never throws, never waits. */
  report(event: EventReport): void {
    this.#events.report(event);
  }

  async events(query: EventQuery): Promise<EventPage> {
    return this.#events.query(withMembers(query, this.#current.config));
  }

  async countEvents(): Promise<EventCount> {
    return this.#events.count();
  }

  followEvents(query: EventStreamQuery, {signal}: FollowOptions): AsyncIterable<EventBatch> {
    return this.#events.follow(withMembers(query, this.#current.config), signal);
  }

  async acknowledgeEvent({id}: EventRef): Promise<void> {
    this.#events.acknowledgeOne(id);
  }

  async acknowledgeEvents(input: Acknowledgement): Promise<AcknowledgedEvents> {
    return this.#events.acknowledge(input);
  }

  /** Resolves when all that has happened so far is on disk, or cannot be. */
  protected async flushEvents(): Promise<void> {
    await this.#events.flush();
  }
}
