import {type Clock, pause} from '../../core/clock.ts';
import {ProxError} from '../../core/errors.ts';
import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import {ask} from './ask.ts';
import {Backoff} from './backoff.ts';
import type {TopicName} from './feed-message.ts';
import type {Topic} from './topic.ts';

/** A stream that has lasted for so long is tried again without a long pause. */
const LASTING_MS = 5000;

export interface FollowTopicsOptions {
  readonly topics: readonly Topic[];
  readonly prox: Prox;
  /** The same run of prox, found anew; undefined when another one is in its place. @throws ProxError when it is gone */
  readonly findAgain: () => Promise<Prox | undefined>;
  /** Told of what prox refuses while it is there. */
  readonly onFailure: (topic: TopicName, error: ProxError) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Follows all topics until prox is gone (then it throws), another run is in its place, or `signal` aborts.
 * A stream that ends while prox is there is taken up again, alone.
 */
export async function followTopics(options: FollowTopicsOptions): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const all = options.topics.map(async topic => keepFollowing(topic, {...options, signal}));
  try {
    await Promise.race(all);
  } finally {
    over.abort();
    await Promise.allSettled(all); // nothing of this visit is said after it
  }
}

async function keepFollowing(topic: Topic, options: FollowTopicsOptions): Promise<void> {
  const {clock, signal} = options;
  const backoff = new Backoff();
  let prox: Prox | undefined = options.prox;
  while (!signal.aborted) {
    const beganMs = clock.monotonic();
    await followOnce(topic, {...options, prox});
    if (signal.aborted) return;
    prox = await ask(options.findAgain(), {clock, signal});
    if (prox === undefined) return;
    if (clock.monotonic() - beganMs >= LASTING_MS) backoff.reset();
    await pause(clock, backoff.next(), signal);
  }
}

async function followOnce(topic: Topic, options: FollowTopicsOptions): Promise<void> {
  const {prox, clock, signal, onFailure} = options;
  try {
    await topic.follow({prox, signal, ask: async answer => ask(answer, {clock, signal})});
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    if (!isGone(error) && !signal.aborted) onFailure(topic.name, error);
  }
}
