import {ask} from '../../../../src/tui/feed/ask.ts';
import type {FeedMessage, Send} from '../../../../src/tui/feed/feed-message.ts';
import type {Topic, Visit} from '../../../../src/tui/feed/topic.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {Mailbox} from '../../../rig/mailbox.ts';
import {soon} from '../../../rig/soon.ts';

/** One topic, what it says, and visits to a fake prox that the test ends. */
export class TopicRig {
  readonly clock = new FakeClock();
  readonly prox = new FakeProx();
  readonly topic: Topic;
  readonly said = new Mailbox<FeedMessage>();
  #end = new AbortController();
  /** Settles when the visit has ended. */
  visit: Promise<void> = Promise.resolve();

  constructor(create: (send: Send, clock: FakeClock) => Topic) {
    this.topic = create(message => this.said.put(message), this.clock);
  }

  begin(): void {
    this.#end = new AbortController();
    const {signal} = this.#end;
    const {prox, clock} = this;
    const visit: Visit = {prox, signal, ask: async answer => ask(answer, {clock, signal})};
    this.visit = this.topic.follow(visit);
  }

  async next(): Promise<FeedMessage> {
    return soon('a message', this.said.next());
  }

  /** Ends the visit; whether by an error is of no interest. */
  async end(): Promise<void> {
    this.#end.abort();
    await soon('the end of the visit', Promise.allSettled([this.visit]));
  }

  get operations(): readonly string[] {
    return this.prox.calls.map(({operation}) => operation);
  }
}
