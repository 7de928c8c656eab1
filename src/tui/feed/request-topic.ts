import {ProxError} from '../../core/errors.ts';
import {MAX_REQUEST_LIMIT, type RequestRecord} from '../../core/request-record.ts';
import {SeenRequests} from '../../core/seen-requests.ts';
import type {Send} from './feed-message.ts';
import type {Topic, Visit} from './topic.ts';

/**
 * The requests that have finished, then those that finish. The stream has no position: what it may have
 * missed is looked up in the newest page.
 */
export class RequestTopic implements Topic {
  readonly name = 'requests';
  readonly #send: Send;
  readonly #seen = new SeenRequests();
  #hasSaidNoProxy = false;

  constructor(send: Send) {
    this.#send = send;
  }

  async follow(visit: Visit): Promise<void> {
    try {
      await this.#followProxy(visit);
    } catch (error) {
      if (!(error instanceof ProxError && error.code === 'PROXY_NOT_ENABLED')) throw error;
      if (!this.#hasSaidNoProxy) this.#send({type: 'noProxy'});
      this.#hasSaidNoProxy = true;
      await aborted(visit.signal);
    }
  }

  beginAnew(): void {
    this.#seen.clear();
    this.#hasSaidNoProxy = false;
  }

  async #followProxy({prox, signal, ask}: Visit): Promise<void> {
    let isListening = false;
    for await (const {dropped, requests} of prox.followRequests({}, {signal})) {
      // Not before it listens: what finishes between the two would be lost.
      if (!isListening || dropped > 0) {
        const page = await ask(prox.requests({limit: MAX_REQUEST_LIMIT}));
        this.#take(page.requests.filter(({inFlight}) => !inFlight).toReversed());
      }
      isListening = true;
      this.#take(requests);
    }
  }

  #take(records: readonly RequestRecord[]): void {
    const unseen = this.#seen.takeNew(records);
    if (unseen.length > 0) this.#send({type: 'requests', records: unseen});
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
}
