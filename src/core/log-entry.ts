/** Who the supervisor's own messages belong to. */
export const PROX = 'prox';

export const LOG_STREAMS = ['stdout', 'stderr', 'prox'] as const;

/** Where a line came from; `prox` is what the supervisor says about the process. */
export type LogStream = (typeof LOG_STREAMS)[number];

/** One line of one process. */
export interface LogEntry {
  /** Gapless over all processes of one supervisor run; the first is 1. */
  readonly seq: number;
  /** Epoch ms at which the line's last byte was read. */
  readonly timestamp: number;
  readonly process: string;
  readonly stream: LogStream;
  /** Without its line end; valid Unicode. */
  readonly line: string;
  /** Present when this is a part of a longer line that was cut. */
  readonly truncated?: true;
}

/** Which entries a reader wants. Everything given must hold. */
export interface LogFilter {
  readonly process?: readonly string[];
  readonly stream?: readonly LogStream[];
  /** A case-sensitive substring, or with `regex` an RE2 expression; at most 1,024 characters. */
  readonly pattern?: string;
  readonly regex?: boolean;
  /** Epoch ms, inclusive. */
  readonly since?: number;
  /** Epoch ms, inclusive. */
  readonly until?: number;
  /** Only entries with a greater seq. */
  readonly sinceSeq?: number;
}

export interface LogQuery extends LogFilter {
  /** Default 100, at most 10,000. */
  readonly lines?: number;
  /** Bound of the sum of the UTF-8 sizes of `line`. */
  readonly bytes?: number;
}

export const DEFAULT_LINES = 100;
export const MAX_LINES = 10_000;
export const MAX_PATTERN_LENGTH = 1024;

/** The answer to a LogQuery: entries oldest first. */
export interface LogPage {
  readonly logs: readonly LogEntry[];
  /** Entries in this answer. */
  readonly filteredCount: number;
  /** Entries held that match, before the limits. */
  readonly totalCount: number;
  /** The `sinceSeq` to go on with. */
  readonly nextSeq: number;
  /** Entries after `sinceSeq` that are no longer held (an upper bound when `process` is given). */
  readonly dropped: number;
}

/** What a follower gets at once: entries in order, after the count of those it was too slow for. */
export interface LogBatch {
  readonly dropped: number;
  readonly entries: readonly LogEntry[];
}

/** Neighbouring lines of one process that were read in one go, as they are held. */
export interface LogText {
  readonly process: string;
  readonly stream: LogStream;
  readonly timestamp: number;
  readonly lastSeq: number;
  /** Valid UTF-8; each line ends with `\n`. Not to be changed. */
  readonly bytes: Uint8Array;
}

/** As LogBatch, of texts. */
export interface TextBatch {
  readonly dropped: number;
  readonly texts: readonly LogText[];
}
