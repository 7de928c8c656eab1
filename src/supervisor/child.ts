import type {Clock} from '../core/clock.ts';

/** What a child runs, and in what surroundings. */
export interface ChildCommand {
  /** A string is run by `sh -c`, a list without a shell. */
  readonly cmd: string | readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is needed of prox to run it. */
export interface ChildHost {
  readonly clock: Clock;
  /** The chunk is good during the call only. */
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

export interface RawExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** A child: the leader of a process group and session of its own. */
export interface Child {
  readonly pid: number;
  /** Resolves with the end of the child itself, whoever still holds its pipes. */
  readonly exited: Promise<RawExit>;
  /** Resolves when all that it wrote has been handed to `onOutput`, at most DRAIN_MS after its end. */
  readonly drained: Promise<void>;
  /** Of a child with `tty: true`. */
  readonly terminal?: Terminal;
}

/** The pseudo-terminal of a child. Once that is closed, at most DRAIN_MS after the end, its calls do nothing. */
export interface Terminal {
  /** As it is typed: Enter is `\r`. @throws ProxError INPUT_NOT_READ when too much waits for the child */
  write(text: string): void;
  resize(columns: number, rows: number): void;
}

/** What the pipes or the terminal still hold when a child has ended is read for so long at most. */
export const DRAIN_MS = 1000;
