import type {Requirement} from './dependency-graph.ts';
import type {Health} from './health.ts';
import type {ProcessStatus} from './process-state.ts';
import type {RestartCondition} from './restart-policy.ts';

export const PROCESS_KINDS = ['process', 'task', 'dependency'] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

export interface ProcessSummary {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly status: ProcessStatus;
  /** 0 when there is none. */
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly restarts: number;
  readonly health: Health;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly port: number | undefined;
  /** Of its service, through the proxy. */
  readonly url: string | undefined;
  /** Why it is crashed, in words. */
  readonly reason: string | undefined;
  /**
   * It does what others wait for: it is healthy, or runs without a healthcheck, or has ended as it should.
   */
  readonly ready: boolean;
  readonly dependsOn: readonly Requirement[];
  /** Which of them are not there yet, while it is waiting or blocked. */
  readonly waitingOn: readonly string[];
  readonly blockedReason: string | undefined;
  /** Until it is started again by `restart`. */
  readonly nextRestartMs: number | undefined;
  /** Changed files do nothing just now. */
  readonly watchPaused: boolean;
  readonly groups: readonly string[];
  /** Who held its port when it was last started, and still does. */
  readonly portConflict: PortConflict | undefined;
}

export interface PortConflict {
  readonly port: number;
  readonly pid: number;
  readonly command: string;
  /** Empty when it cannot be told. */
  readonly cwd: string;
  /** The folder of the prox that started the holder, or that the holder is. */
  readonly project: string | undefined;
  /** The process of that prox that it belongs to. */
  readonly process: string | undefined;
}

export interface ProcessList {
  readonly processes: readonly ProcessSummary[];
}

export interface HealthcheckReport {
  readonly enabled: boolean;
  /** RFC 3339. */
  readonly lastCheck: string | undefined;
  readonly lastOutput: string;
  readonly consecutiveFailures: number;
}

export interface ProcessDetail extends ProcessSummary {
  readonly healthcheck: HealthcheckReport;
  readonly cmd: string | readonly string[];
  /** What prox.yaml and its env files add; secrets are `[REDACTED]`. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stopTimeoutMs: number;
  /** Whether prox starts it again when it has ended unasked. */
  readonly restartPolicy: RestartCondition;
  readonly watch: WatchReport | undefined;
  /** It runs in a terminal of its own, and takes input. */
  readonly tty: boolean;
}

export interface WatchReport {
  readonly paths: readonly string[];
  /** Why changes do nothing just now. */
  readonly pausedReason: string | undefined;
}
