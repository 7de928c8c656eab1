import type {Send} from './feed-message.ts';
import type {Topic, Visit} from './topic.ts';

/** The processes as they are now, on every change. */
export class ProcessTopic implements Topic {
  readonly name = 'processes';
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async follow({prox, signal}: Visit): Promise<void> {
    for await (const {processes} of prox.followProcesses({}, {signal})) {
      this.#send({type: 'processes', processes});
    }
  }
}
