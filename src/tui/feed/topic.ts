import type {Prox} from '../../core/prox.ts';
import type {TopicName} from './feed-message.ts';

/** A topic while it is followed through one connection. */
export interface Visit {
  readonly prox: Prox;
  /** Aborts when the visit is over. */
  readonly signal: AbortSignal;
  /** Waits for an answer, but not for ever and not after the visit: then it throws. */
  readonly ask: <T>(answer: Promise<T>) => Promise<T>;
}

/** Something of prox that is followed. It remembers how far it has come, from one visit to the next. */
export interface Topic {
  readonly name: TopicName;
  /** Resolves when the stream has ended. @throws ProxError what prox refuses with */
  follow(visit: Visit): Promise<void>;
  /** The next visit is to another run of prox. */
  beginAnew?(): void;
}
