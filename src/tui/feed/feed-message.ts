import type {ProxEvent} from '../../core/event.ts';
import type {LogEntry} from '../../core/log-entry.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {SupervisorStatus} from '../../core/prox.ts';
import type {RequestRecord} from '../../core/request-record.ts';

/** What is followed, each by itself. */
export type TopicName = 'status' | 'processes' | 'logs' | 'requests' | 'events';

/** What the screen hears of prox. */
export type FeedMessage =
  /** `isNewRun`: nothing that was said of the run before holds any more, and its seqs begin anew. */
  | {readonly type: 'connected'; readonly isNewRun: boolean}
  /** prox is gone, or is not there yet; said once, however long it is looked for. */
  | {readonly type: 'lost'; readonly problem: string}
  /** Somebody must do something about it; looked at again now and then. Said once for each problem. */
  | {readonly type: 'refused'; readonly problem: string; readonly hint: string | undefined}
  /** prox is there, but not for this; tried again, and said again with each failure. */
  | {readonly type: 'failed'; readonly topic: TopicName; readonly problem: string}
  | {readonly type: 'status'; readonly status: SupervisorStatus}
  /** All of them, as they are now. */
  | {readonly type: 'processes'; readonly processes: readonly ProcessSummary[]}
  /** In the order of seq; `dropped` were lost before these. */
  | {readonly type: 'logs'; readonly dropped: number; readonly entries: readonly LogEntry[]}
  /** Finished ones, each once; those of a page oldest first. */
  | {readonly type: 'requests'; readonly records: readonly RequestRecord[]}
  /** This run has no proxy, and so no requests. */
  | {readonly type: 'noProxy'}
  /** Oldest first; `dropped` were lost before these. The ids go on over runs. */
  | {readonly type: 'events'; readonly dropped: number; readonly events: readonly ProxEvent[]};

export type Send = (message: FeedMessage) => void;
