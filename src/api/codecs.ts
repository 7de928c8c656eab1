import type {AcknowledgedEvents, EventBatch} from '../core/event.ts';
import type {LogBatch, LogPage} from '../core/log-entry.ts';
import type {ReadyReport, ShutdownReport} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import type {RequestBatch} from '../core/request-record.ts';
import type {RouteReport} from '../core/route.ts';
import {decodeEventBatches, encodeEventBatch} from './event-frames.ts';
import type {Frame} from './frame.ts';
import {decodeLogBatches, encodeLogBatch} from './log-frames.ts';
import {logPageFromWire, logPageToJson, type WireLogPage} from './log-wire.ts';
import {CONNECTED_FRAME, decodeRequestBatches, encodeRequestBatch} from './request-frames.ts';
import {fillPath, servedPaths} from './path-pattern.ts';
import {ROUTES, type Operation} from './routes.ts';
import type {WireAcknowledged, WireReady, WireShutdown} from './wire-answer.ts';
import {fromWire, toWire} from './wire.ts';

/** How what an operation resolves to travels. */
interface AnswerCodec {
  /** The JSON text. */
  readonly encode: (answer: unknown) => string;
  /** 200 unless told; undefined of what is no such answer. */
  readonly statusOf?: (answer: unknown) => number | undefined;
  /** The path of what was made. */
  readonly locationOf?: (answer: unknown) => string;
  /** From the parsed JSON. */
  readonly decode: (body: unknown) => unknown;
}

/** How what an operation yields travels. */
interface StreamCodec {
  /** The server-sent events of one item (docs/reference/api.md, "Streams"). */
  readonly encode: (item: unknown) => string;
  /** What stands before the first item, where that is more than a comment. */
  readonly opening?: string;
  /** The items of frames that arrived together. */
  readonly decode: (frames: readonly Frame[]) => readonly unknown[];
}

export function answerCodec(operation: Operation): AnswerCodec {
  const {kind} = ROUTES[operation];
  return ANSWERS[operation] ?? (kind === 'change' || kind === 'deletion' ? SUCCESS : PLAIN_ANSWER);
}

export function streamCodec(operation: Operation): StreamCodec {
  return STREAMS[operation] ?? PLAIN_STREAM;
}

const PLAIN_ANSWER: AnswerCodec = {
  encode: answer => JSON.stringify(toWire(answer)),
  decode: fromWire,
};

const SUCCESS: AnswerCodec = {
  encode: () => '{"success":true}',
  decode: () => undefined,
};

const PLAIN_STREAM: StreamCodec = {
  encode: item => `data: ${JSON.stringify(toWire(item))}\n\n`,
  decode: frames => frames.map(({data}) => fromWire(JSON.parse(data))),
};

const ANSWERS: Partial<Record<Operation, AnswerCodec>> = {
  ready: {
    encode: report => JSON.stringify(readyToWire(report as ReadyReport)),
    statusOf: report => READY_STATUS.get((report as ReadyReport).ready),
    decode: body => readyFromWire(fromWire(body) as Readiness),
  },
  acknowledgeEvents: {
    encode: answer => JSON.stringify(acknowledgedToWire(answer as AcknowledgedEvents)),
    decode: body => acknowledgedFromWire(body as AcknowledgedEvents),
  },
  logs: {
    encode: page => logPageToJson(page as LogPage),
    decode: body => logPageFromWire(body as WireLogPage),
  },
  addRoute: {
    ...PLAIN_ANSWER,
    locationOf: route => locationOfRoute(route as RouteReport),
  },
  reload: {
    encode: report => JSON.stringify(reloadToWire(report as ReloadReport)),
    decode: body => reloadFromWire(fromWire(body) as WireReload),
  },
  shutdown: {
    encode: report => JSON.stringify(shutdownToWire(report as ShutdownReport)),
    decode: body => shutdownFromWire(fromWire(body) as Partial<ShutdownReport>),
  },
};

const READY_STATUS: ReadonlyMap<unknown, number> = new Map([
  [true, 200],
  [false, 503],
]);

const STREAMS: Partial<Record<Operation, StreamCodec>> = {
  followLogs: {
    encode: batch => encodeLogBatch(batch as LogBatch),
    decode: decodeLogBatches,
  },
  followEvents: {
    encode: batch => encodeEventBatch(batch as EventBatch),
    decode: decodeEventBatches,
  },
  followRequests: {
    opening: CONNECTED_FRAME,
    encode: batch => encodeRequestBatch(batch as RequestBatch),
    decode: decodeRequestBatches,
  },
};

function readyToWire({ready, notReady}: ReadyReport): WireReady {
  return ready ? {ready} : {ready, not_ready: notReady};
}

/** When all is ready, none are counted. */
type Readiness = Pick<ReadyReport, 'ready'> & Partial<ReadyReport>;

function readyFromWire({ready, notReady = 0}: Readiness): ReadyReport {
  return {ready, notReady};
}

function acknowledgedToWire({acknowledged}: AcknowledgedEvents): WireAcknowledged {
  return {success: true, acknowledged};
}

function acknowledgedFromWire({acknowledged}: AcknowledgedEvents): AcknowledgedEvents {
  return {acknowledged};
}

function shutdownToWire({waited, failures}: ShutdownReport): WireShutdown {
  return waited ? {success: true, waited, failures} : {success: true};
}

function shutdownFromWire({
  waited = false,
  failures = [],
}: Partial<ShutdownReport>): ShutdownReport {
  return {waited, failures};
}

function locationOfRoute({subdomain}: RouteReport): string {
  const [path = ''] = servedPaths(ROUTES.removeRoute);
  return fillPath(path, () => subdomain);
}

type WireReload = ReloadReport & {readonly success: boolean};

function reloadToWire(report: ReloadReport): unknown {
  return toWire({success: report.failures.length === 0, ...report});
}

function reloadFromWire({success: _success, ...report}: WireReload): ReloadReport {
  return report;
}
