export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Every kind of event, and how much it matters. */
export const EVENT_TYPES = {
  'process.started': 'info',
  'process.stopped': 'info',
  'process.restarted': 'info',
  'process.crashed': 'critical',
  'process.start_failed': 'critical',
  'process.restart_limit': 'critical',
  'process.blocked': 'warning',
  'task.completed': 'info',
  'health.unhealthy': 'warning',
  'health.recovered': 'info',
  'proxy.upstream_unreachable': 'warning',
  'proxy.upstream_recovered': 'info',
  'config.reloaded': 'info',
  'config.invalid': 'warning',
  'cert.expiring': 'warning',
  'auth.failed': 'warning',
  'auth.rate_limited': 'warning',
  'system.port_conflict': 'warning',
  'system.insecure_bind': 'warning',
  'system.orphans_cleaned': 'warning',
} as const satisfies Record<string, Severity>;

export type EventType = keyof typeof EVENT_TYPES;

/** What happened, to be told to `ReportEvent`. */
export interface EventReport {
  readonly type: EventType;
  /** Undefined when it is about none. */
  readonly process?: string;
  /** A sentence that stands alone. */
  readonly message: string;
  /** Facts for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Those that are known later; they never fail. What is reported meanwhile is told after this. */
  readonly moreDetails?: Promise<Readonly<Record<string, unknown>>> | undefined;
}

/** Takes note of what happened, once per transition. Never throws, never waits. */
export type ReportEvent = (event: EventReport) => void;

export interface ProxEvent {
  /** Later events have greater numbers, also over restarts of prox. */
  readonly id: number;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly severity: Severity;
  readonly type: EventType;
  readonly process: string | undefined;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly acknowledged: boolean;
  /** RFC 3339. */
  readonly acknowledgedAt: string | undefined;
}

/** Every condition must hold; of a list, one. */
export interface EventFilter {
  readonly severity?: readonly Severity[];
  readonly type?: readonly EventType[];
  readonly process?: readonly string[];
}

export const DEFAULT_EVENT_LIMIT = 100;
/** As many are kept. */
export const MAX_EVENTS = 1000;

export interface EventQuery extends EventFilter {
  readonly acknowledged?: boolean;
  /** Epoch ms. */
  readonly since?: number;
  /** 100 unless told; at most MAX_EVENTS. */
  readonly limit?: number;
  /** How many of the newest are passed over. */
  readonly offset?: number;
}

export interface EventPage {
  /** Newest first. */
  readonly events: readonly ProxEvent[];
  /** How many are in this answer. */
  readonly filteredCount: number;
  /** How many are kept that match, before limit and offset. */
  readonly totalCount: number;
  /** There are older ones that match. */
  readonly hasMore: boolean;
}

/** What asks for attention: warnings and criticals that nobody has acknowledged. */
export interface EventCount {
  readonly count: number;
  readonly bySeverity: {readonly warning: number; readonly critical: number};
}

export interface EventStreamQuery extends EventFilter {
  /** What is kept after this one comes first. */
  readonly sinceId?: number;
}

/** Oldest first. */
export interface EventBatch {
  readonly events: readonly ProxEvent[];
  /** How many this reader lost before these. */
  readonly dropped: number;
}

export interface EventRef {
  readonly id: number;
}

/** Exactly one of both. */
export interface Acknowledgement {
  readonly ids?: readonly number[];
  readonly all?: true;
}

export interface AcknowledgedEvents {
  /** How many were not before. */
  readonly acknowledged: number;
}
