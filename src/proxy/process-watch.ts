import type {ProcessStatus} from '../core/process-state.ts';

/** What the proxy needs to know of the process behind a service. */
export interface TargetProcess {
  readonly name: string;
  readonly status: ProcessStatus;
  /** It is starting or restarting: it is worth waiting for. */
  readonly isComing: boolean;
  /** When its child was started, in monotonic ms; undefined when none runs. */
  readonly startedAt: number | undefined;
  /** What prox.yaml says now; a restart reads it anew. */
  readonly port: number | undefined;
  /** Why it is crashed, in words. */
  readonly reason: string | undefined;
}

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr' | 'prox';
  readonly line: string;
}

/** The proxy's view of the supervisor, handed in: siblings never meet. */
export interface ProcessWatch {
  /** prox is about to end: it stops every process, and starts none. */
  readonly isEnding: boolean;
  /** Undefined when there is no process of that name. */
  process(name: string): TargetProcess | undefined;
  /** The newest lines of a process, oldest first. */
  lastLines(name: string, count: number): Promise<readonly OutputLine[]>;
  /** Resolves at the next change of any process, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>;
}
