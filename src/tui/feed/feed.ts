import {type Clock, pause} from '../../core/clock.ts';
import {ProxError} from '../../core/errors.ts';
import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import {ask} from './ask.ts';
import {Backoff} from './backoff.ts';
import type {Send} from './feed-message.ts';
import {followTopics} from './follow-topics.ts';
import {Outbox} from './outbox.ts';
import type {Topic} from './topic.ts';
import {createTopics} from './topics.ts';

/** Five wrong tokens a minute would shut out who has the right one. */
const REFUSED_MS = 15_000;

/** A prox that was found. */
export interface Link {
  readonly prox: Prox;
  /** Tells this run of prox from others. */
  readonly run: string;
}

export interface FeedOptions {
  /** Finds prox, the first time and after a lost connection. @throws ProxError NOT_RUNNING, UNAUTHORIZED, … */
  readonly connect: () => Promise<Link>;
  readonly clock: Clock;
  /** Ends the feed. */
  readonly signal: AbortSignal;
  /** Called once per message; those of the same 16 ms come together, one per topic. */
  readonly send: Send;
}

/** All that the screen shows of prox, as messages: over lost connections and new runs, without gap or double. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #outbox: Outbox;
  readonly #topics: readonly Topic[];
  readonly #backoff = new Backoff();
  /** The run that was met last. */
  #run: string | undefined;
  /** Why there is no connection, as far as it was said. */
  #said: string | undefined;
  /** Streams end together: one look around serves them all. */
  #search: Promise<Prox | undefined> | undefined;

  constructor(options: FeedOptions) {
    const {clock, send} = options;
    this.#options = options;
    this.#outbox = new Outbox({clock, send});
    this.#topics = createTopics({clock, send: message => this.#outbox.put(message)});
  }

  /** Resolves when the signal aborts; rejects with what is no ProxError. */
  async run(): Promise<void> {
    try {
      while (!this.#options.signal.aborted) await this.#visit();
    } finally {
      this.#outbox.close();
    }
  }

  /** One connection, or the pause after a try. */
  async #visit(): Promise<void> {
    const {clock, signal} = this.#options;
    try {
      const {prox, run} = await this.#connect();
      this.#arriveAt(run);
      await this.#follow(prox);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProxError)) throw error;
      this.#sayOnce(error);
      await pause(clock, isGone(error) ? this.#backoff.next() : REFUSED_MS, signal);
    }
  }

  #arriveAt(run: string): void {
    const isNewRun = this.#run !== undefined && this.#run !== run;
    if (isNewRun) for (const topic of this.#topics) topic.beginAnew?.();
    this.#run = run;
    this.#said = undefined;
    this.#backoff.reset();
    this.#outbox.putNow({type: 'connected', isNewRun});
  }

  async #follow(prox: Prox): Promise<void> {
    const {clock, signal} = this.#options;
    await followTopics({
      topics: this.#topics,
      prox,
      findAgain: async () => this.#findAgain(),
      onFailure: (topic, {message: problem}) =>
        this.#outbox.putNow({type: 'failed', topic, problem}),
      clock,
      signal,
    });
  }

  async #findAgain(): Promise<Prox | undefined> {
    this.#search ??= this.#lookAround().finally(() => {
      this.#search = undefined;
    });
    return this.#search;
  }

  async #lookAround(): Promise<Prox | undefined> {
    const {prox, run} = await this.#connect();
    return run === this.#run ? prox : undefined;
  }

  async #connect(): Promise<Link> {
    const {connect, clock, signal} = this.#options;
    return ask(connect(), {clock, signal});
  }

  /** A loss is one loss, whatever each try meets. */
  #sayOnce(error: ProxError): void {
    const {message: problem, hint} = error;
    const said = isGone(error) ? 'lost' : problem;
    if (said === this.#said) return;
    this.#said = said;
    if (isGone(error)) this.#outbox.putNow({type: 'lost', problem});
    else this.#outbox.putNow({type: 'refused', problem, hint});
  }
}
