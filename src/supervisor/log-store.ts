import type {LogsConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {
  DEFAULT_LINES,
  type LogBatch,
  type LogFilter,
  type LogPage,
  type LogQuery,
  type TextBatch,
  type LogStream,
  MAX_LINES,
  PROX,
} from '../core/log-entry.ts';
import {unknownProcess} from '../core/unknown-process.ts';
import {lineFilter} from './log-filter.ts';
import {LogFollower} from './log-follower.ts';
import {LogRing} from './log-ring.ts';
import {mergeNewest, mergeOldest, type Selection} from './log-merge.ts';
import {countLines, select} from './log-select.ts';

/** What may be kept, over all rings, for printers that lag. */
const MAX_LAG_BYTES = 64 * 1024 * 1024;

/** `bytes` counts each line with its `\n`. */
export interface Written {
  readonly lines: number;
  readonly bytes: number;
}

export interface LogStoreOptions {
  readonly clock: Clock;
  readonly limits: LogsConfig;
  readonly processes: readonly string[];
}

/**
 * The output of all processes: a ring for each and one gapless seq over all. Appending is the hot path:
 * it copies bytes and wakes the followers, who read at their own speed.
 */
export class LogStore {
  readonly #clock: Clock;
  readonly #limits: LogsConfig;
  /** Of the lines that a lagging printer has not seen: per ring. */
  readonly #maxHeldBytes: number;
  readonly #rings = new Map<string, LogRing>();
  /** The values of the map. */
  #allRings: readonly LogRing[] = [];
  readonly #waiting = new Set<() => void>();
  #nextSeq = 1;

  constructor({clock, limits, processes}: LogStoreOptions) {
    this.#clock = clock;
    this.#limits = limits;
    const names = [...processes, PROX];
    this.#maxHeldBytes = MAX_LAG_BYTES / names.length;
    for (const process of names) this.add(process);
  }

  /** A ring for one more process; one that has been there before goes on with its own. */
  add(process: string): void {
    if (this.#rings.has(process)) return;
    const maxHeldBytes = this.#maxHeldBytes;
    this.#rings.set(process, new LogRing({process, ...this.#limits, maxHeldBytes}));
    this.#allRings = [...this.#rings.values()];
  }

  /** The seq of the newest entry; 0 when there is none. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** What a process has written, also what is no longer held. @throws ProxError PROCESS_NOT_FOUND */
  written(process: string): Written {
    return this.#ring(process).written;
  }

  /** What all processes have written, also those that are gone since. */
  get totalWritten(): Written {
    const counts = this.#allRings.map(({written}) => written);
    return {
      lines: counts.reduce((sum, {lines}) => sum + lines, 0),
      bytes: counts.reduce((sum, {bytes}) => sum + bytes, 0),
    };
  }

  /** `bytes` is one or more lines, each with its `\n`, in valid UTF-8; they are copied. */
  append(process: string, lines: {bytes: Buffer; stream: LogStream; isTruncated: boolean}): void {
    this.#nextSeq += this.#ring(process).append({
      ...lines,
      firstSeq: this.#nextSeq,
      timestamp: this.#clock.now(),
    });
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Records what the supervisor has to say about a process, or about itself (`PROX`). */
  say(process: string, text: string): void {
    for (const line of text.split('\n')) {
      this.append(process, {bytes: Buffer.from(`${line}\n`), stream: 'prox', isTruncated: false});
    }
  }

  /** @throws ProxError PROCESS_NOT_FOUND, INVALID_PATTERN */
  async query(query: LogQuery): Promise<LogPage> {
    const sinceSeq = this.#inThisRun(query.sinceSeq);
    // Looking takes turns: what is written meanwhile is left for the next question, in every ring.
    const {lastSeq} = this;
    const rings = this.#selected(query).map(ring => ({ring, end: ring.end}));
    const filter = lineFilter(query);
    const selections: Selection[] = [];
    for (const {ring, end} of rings) selections.push(await select(ring, {end, sinceSeq, filter}));
    const limits = {
      lines: Math.min(query.lines ?? DEFAULT_LINES, MAX_LINES),
      bytes: query.bytes ?? Number.POSITIVE_INFINITY,
    };
    const logs =
      sinceSeq === undefined ? mergeNewest(selections, limits) : mergeOldest(selections, limits);
    const totalCount = selections.reduce((sum, {ranges}) => sum + countLines(ranges), 0);
    return {
      logs,
      filteredCount: logs.length,
      totalCount,
      nextSeq: nextSeq(logs, {totalCount, lastSeq, sinceSeq}),
      dropped: sinceSeq === undefined ? 0 : this.#droppedSince(sinceSeq, query.process),
    };
  }

  /** Validates and listens at the call. @throws ProxError PROCESS_NOT_FOUND, INVALID_PATTERN */
  follow(filter: LogFilter, signal: AbortSignal): AsyncIterable<LogBatch> {
    return this.#follower(filter).entries(() => this.#appended(signal), signal);
  }

  /** As `follow`, for who shows lines by the thousand: not by text, and as bytes. */
  followText(
    filter: Omit<LogFilter, 'pattern' | 'regex'>,
    signal: AbortSignal,
  ): AsyncIterable<TextBatch> {
    return this.#follower(filter).texts(() => this.#appended(signal), signal);
  }

  #follower(filter: LogFilter): LogFollower {
    const {process} = filter;
    const sinceSeq = this.#inThisRun(filter.sinceSeq);
    const selected = process && this.#selected(filter);
    return new LogFollower({
      rings: () => selected ?? this.#allRings,
      filter: lineFilter(filter),
      sinceSeq,
      dropped: sinceSeq === undefined ? 0 : this.#droppedSince(sinceSeq, process),
    });
  }

  /** A reader that has come further than we have was reading an earlier run: all of this one is new to it. */
  #inThisRun(sinceSeq: number | undefined): number | undefined {
    return sinceSeq !== undefined && sinceSeq > this.lastSeq ? 0 : sinceSeq;
  }

  async #appended(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #selected({process}: LogFilter): readonly LogRing[] {
    if (process === undefined) return this.#allRings;
    return [...new Set(process)].map(name => this.#ring(name));
  }

  #ring(name: string): LogRing {
    const ring = this.#rings.get(name);
    if (ring) return ring;
    throw unknownProcess(name, this.#rings.keys());
  }

  /** Exact over all processes and for a `sinceSeq` of 0; else what the selected ones can have lost at most. */
  #droppedSince(sinceSeq: number, processes: readonly string[] | undefined): number {
    const held = [...this.#rings.values()].reduce(
      (sum, ring) => sum + ring.end - Math.max(ring.firstAfter(sinceSeq), ring.firstVisible),
      0,
    );
    const lost = Math.max(0, this.lastSeq - sinceSeq - held);
    if (processes === undefined) return lost;
    const evicted = this.#selected({process: processes}).reduce(
      (sum, ring) => sum + ring.firstVisible,
      0,
    );
    return Math.min(lost, evicted);
  }
}

/** Where to go on: after the last entry of the answer, or after all there is when nothing was left out. */
function nextSeq(
  logs: LogPage['logs'],
  {
    totalCount,
    lastSeq,
    sinceSeq,
  }: {totalCount: number; lastSeq: number; sinceSeq: number | undefined},
): number {
  if (sinceSeq === undefined || logs.length === totalCount) return lastSeq;
  return logs.at(-1)?.seq ?? sinceSeq;
}
