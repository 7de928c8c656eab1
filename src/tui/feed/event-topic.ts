import type {EventBatch} from '../../core/event.ts';
import type {Send} from './feed-message.ts';
import type {Topic, Visit} from './topic.ts';

/** As many as are worth to scroll through. */
const FIRST_LIMIT = 200;

export interface EventTopicOptions {
  readonly send: Send;
  /** Told of an event that is about no process. */
  readonly onEventOfProx: () => void;
}

/** The newest events, then all that happen; their ids go on from run to run. */
export class EventTopic implements Topic {
  readonly name = 'events';
  readonly #send: Send;
  readonly #onEventOfProx: () => void;
  /** Of the last event that was taken; undefined before the first page. */
  #lastId: number | undefined;

  constructor({send, onEventOfProx}: EventTopicOptions) {
    this.#send = send;
    this.#onEventOfProx = onEventOfProx;
  }

  async follow({prox, signal, ask}: Visit): Promise<void> {
    if (this.#lastId === undefined) {
      const {events} = await ask(prox.events({limit: FIRST_LIMIT}));
      this.#lastId = 0;
      this.#take({dropped: 0, events: events.toReversed()});
    }
    for await (const batch of prox.followEvents({sinceId: this.#lastId}, {signal})) {
      this.#take(batch);
      if (batch.events.some(({process}) => process === undefined)) this.#onEventOfProx();
    }
  }

  #take({dropped, events}: EventBatch): void {
    this.#lastId = events.at(-1)?.id ?? this.#lastId;
    if (dropped > 0 || events.length > 0) this.#send({type: 'events', dropped, events});
  }
}
