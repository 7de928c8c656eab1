import {ProxError} from '../../../../src/core/errors.ts';
import type {LogBatch, LogEntry, LogFilter, LogPage} from '../../../../src/core/log-entry.ts';
import type {FollowOptions} from '../../../../src/core/prox.ts';
import type {FeedMessage} from '../../../../src/tui/feed/feed-message.ts';
import {Feed, type Link} from '../../../../src/tui/feed/feed.ts';
import {FakeProx, logEntry} from '../../../rig/fake-prox.ts';
import {soon} from '../../../rig/soon.ts';
import {StillClock} from '../../../rig/still-clock.ts';

/** A prox with a log that grows, whose streams of it can be cut. */
export class LogProx extends FakeProx {
  readonly #held: LogEntry[] = [];
  /** The stream ends behind it, in the middle of what there is. */
  cutAfterSeq = Number.POSITIVE_INFINITY;
  #wake: () => void = () => {};

  write(...seqs: readonly number[]): void {
    this.#held.push(...seqs.map(seq => logEntry(seq)));
    this.#wake();
  }

  cut(): void {
    this.cutAfterSeq = 0;
    this.#wake();
  }

  override async logs(): Promise<LogPage> {
    this.calls.push({operation: 'logs', input: undefined});
    const logs = [...this.#held];
    const nextSeq = logs.at(-1)?.seq ?? 0;
    return {logs, filteredCount: logs.length, totalCount: logs.length, nextSeq, dropped: 0};
  }

  override followLogs(filter: LogFilter, {signal}: FollowOptions): AsyncIterable<LogBatch> {
    this.signals.push(signal);
    this.calls.push({operation: 'followLogs', input: filter});
    return this.#read(filter.sinceSeq ?? 0, signal);
  }

  async *#read(sinceSeq: number, signal: AbortSignal): AsyncGenerator<LogBatch> {
    signal.addEventListener('abort', () => this.#wake());
    let last = sinceSeq;
    while (!signal.aborted) {
      const end = this.cutAfterSeq;
      const entries = this.#held.filter(({seq}) => seq > last && seq <= end);
      if (entries.length > 0) yield {dropped: 0, entries};
      last = entries.at(-1)?.seq ?? last;
      if (last >= end) return;
      if (entries.length === 0) await new Promise<void>(resolve => (this.#wake = resolve));
    }
  }
}

/** A feed from a fake prox, and all that it has said. */
export class FeedRig implements AsyncDisposable {
  readonly clock = new StillClock();
  readonly messages: FeedMessage[] = [];
  prox = new LogProx();
  run = 'first';
  /** Why prox is not found. */
  failure: unknown;
  connect: () => Promise<Link>;
  connects = 0;
  /** Settles when the feed has ended. */
  done: Promise<void> = Promise.resolve();
  readonly #end = new AbortController();
  #wake: () => void = () => {};

  constructor() {
    this.connect = async () => {
      if (this.failure !== undefined) throw this.failure;
      return {prox: this.prox, run: this.run};
    };
  }

  start(): void {
    const feed = new Feed({
      connect: async () => {
        this.connects += 1;
        return this.connect();
      },
      clock: this.clock,
      signal: this.#end.signal,
      send: message => {
        this.messages.push(message);
        this.#wake();
      },
    });
    this.done = feed.run();
  }

  /** prox is not to be found, and all that was followed ends. */
  loseProx(code: 'NOT_RUNNING' | 'UNREACHABLE' = 'NOT_RUNNING'): void {
    this.failure = new ProxError(code);
    this.prox.cut();
  }

  /** Resolves when the messages so far satisfy it. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    await soon(what, this.#settle(isSo));
  }

  async said(type: FeedMessage['type'], times = 1): Promise<void> {
    await this.until(`${type} (${times})`, () => this.of(type).length >= times);
  }

  of<T extends FeedMessage['type']>(type: T): readonly Extract<FeedMessage, {type: T}>[] {
    return this.messages.filter(message => message.type === type) as never;
  }

  /** Of all entries that came, in the order in which they did. */
  get seqs(): readonly number[] {
    return this.of('logs').flatMap(({entries}) => entries.map(({seq}) => seq));
  }

  inputsOf(operation: string): readonly unknown[] {
    return this.prox.calls.filter(call => call.operation === operation).map(({input}) => input);
  }

  /** Resolves when the feed has ended. */
  async stop(): Promise<void> {
    this.#end.abort();
    await soon('the end of the feed', this.done);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #settle(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>(resolve => (this.#wake = resolve));
  }
}
