import type {AcknowledgedEvents, ProxEvent} from '../core/event.ts';
import type {Prox, StopFailure} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import type {RequestRecord} from '../core/request-record.ts';
import type {WireLogEntry, WireLogPage} from './log-wire.ts';
import type {Operation} from './routes.ts';
import type {Wire} from './wire-form.ts';

/** The JSON that an operation answers with, of a stream that of each event; undefined when it has no body. */
export type WireAnswer<O extends Operation> = O extends keyof SpecialAnswers
  ? SpecialAnswers[O]
  : Wire<ResultOf<O>>;

type ResultOf<O extends Operation> =
  ReturnType<Prox[O]> extends AsyncIterable<infer Item> ? Item : Awaited<ReturnType<Prox[O]>>;

/** What `toWire` alone does not make. */
interface SpecialAnswers {
  readonly ready: WireReady;
  readonly start: WireSuccess;
  readonly stop: WireSuccess;
  readonly restart: WireSuccess;
  readonly send: WireSuccess;
  readonly resize: WireSuccess;
  readonly reload: WireReload;
  readonly logs: WireLogPage;
  readonly followLogs: WireLogEntry;
  readonly followEvents: Wire<ProxEvent>;
  readonly acknowledgeEvent: WireSuccess;
  readonly acknowledgeEvents: WireAcknowledged;
  readonly followRequests: Wire<RequestRecord>;
  readonly clearRequests: undefined;
  readonly removeRoute: undefined;
  readonly shutdown: WireShutdown;
}

interface WireSuccess {
  readonly success: true;
}

export interface WireReady {
  readonly ready: boolean;
  /** Only when some are not. */
  readonly not_ready?: number;
}

/** Not a success when something went wrong while it was applied. */
export type WireReload = Wire<ReloadReport> & {readonly success: boolean};

export type WireAcknowledged = WireSuccess & AcknowledgedEvents;

/** Of a shutdown that did not wait no more than success. */
export interface WireShutdown extends WireSuccess {
  readonly waited?: true;
  readonly failures?: readonly StopFailure[];
}
