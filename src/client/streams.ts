import type {ClientOptions} from '../api/call-api.ts';
import {createClient} from '../api/client.ts';
import type {Clock} from '../core/clock.ts';
import type {TypedEvent} from '../core/event-details.ts';
import type {EventStreamQuery} from '../core/event.ts';
import type {LogEntry, LogFilter} from '../core/log-entry.ts';
import type {ProcessList} from '../core/process-report.ts';
import type {Prox, ReadyQuery} from '../core/prox.ts';
import type {RequestFilter, RequestRecord} from '../core/request-record.ts';
import {isHere} from './address.ts';
import {refuseLost} from './lost-processes.ts';
import {reconnect} from './reconnect.ts';
import {isAnotherRun, runOf, type SupervisorRun} from './supervisor-run.ts';

export interface StreamOptions {
  /** Ends the loop, without an error. So does leaving it. */
  readonly signal?: AbortSignal | undefined;
  /** Told how many items were lost, because this reader was too slow or prox holds them no longer. */
  readonly onLagged?: ((dropped: number) => void) | undefined;
}

export interface WaitOptions extends ReadyQuery {
  readonly signal?: AbortSignal | undefined;
}

/**
 * What can be followed, item by item. A stream begins with the first item that is asked for, and connects
 * again by itself when prox is restarted, is not reachable, or has too many readers, for as long as it
 * takes. What prox refuses is thrown: INVALID_PATTERN, UNAUTHORIZED, PROCESS_NOT_FOUND, …
 */
export interface Streams {
  /** The list now, and again on every change. */
  followProcesses(options?: StreamOptions): AsyncIterable<ProcessList>;
  /** Entries from now on, or after `sinceSeq`: no gap, no double. After a restart of prox all of the new log. */
  followLogs(filter?: LogFilter, options?: StreamOptions): AsyncIterable<LogEntry>;
  /** Events from now on, or after `sinceId`: no gap, no double, also over restarts of prox. */
  followEvents(filter?: EventStreamQuery, options?: StreamOptions): AsyncIterable<TypedEvent>;
  /** Requests through the proxy as they finish; those that finish while it connects again are missing. */
  followRequests(filter?: RequestFilter, options?: StreamOptions): AsyncIterable<RequestRecord>;
  /**
   * Resolves when all that was started is ready, or the given processes are. Rejects with PROCESS_NOT_RUNNING
   * when one of them has crashed for good or is blocked (`details.not_ready`: `[{name, status, reason}]`), and
   * with the reason of `signal`.
   */
  waitUntilReady(options?: WaitOptions): Promise<void>;
}

export interface StreamsOptions {
  readonly api: ClientOptions;
  readonly clock: Clock;
}

export function createStreams(parts: StreamsOptions): Streams {
  return {
    followProcesses: ({signal} = {}) => follow(parts, signal, processesThrough),
    followLogs: (filter = {}, options = {}) =>
      follow(parts, options.signal, logReader(filter, options, parts.clock)),
    followEvents: (filter = {}, options = {}) =>
      follow(parts, options.signal, eventReader(filter, options)),
    followRequests: (filter = {}, options = {}) =>
      follow(parts, options.signal, requestReader(filter, options)),
    async waitUntilReady({signal, ...query} = {}) {
      for await (const isReady of follow(parts, signal, readinessReader(query))) {
        if (isReady) return;
      }
      signal?.throwIfAborted();
    },
  };
}

const MAX_DELAY_MS = 5000;
/** On this machine a try costs nothing, and somebody is looking. */
const MAX_DELAY_HERE_MS = 1000;

/** Reads from one connection to `prox`, until that ends or the signal aborts. */
type Reader<T> = (prox: Prox, signal: AbortSignal) => AsyncIterable<T>;

function follow<T>(
  {api, clock}: StreamsOptions,
  signal = new AbortController().signal,
  read: Reader<T>,
): AsyncIterable<T> {
  const prox = createClient({...api, request: boundTo(signal, api.request)});
  const maxDelayMs = isHere(api.baseUrl) ? MAX_DELAY_HERE_MS : MAX_DELAY_MS;
  return reconnect({followOnce: () => read(prox, signal), signal, clock, maxDelayMs});
}

/** What is asked on the way to a stream ends with it. */
function boundTo(signal: AbortSignal, request: ClientOptions['request']): ClientOptions['request'] {
  return async call => {
    const signals = call.signal === undefined ? [signal] : [signal, call.signal];
    return request({...call, signal: AbortSignal.any(signals)});
  };
}

function processesThrough(prox: Prox, signal: AbortSignal): AsyncIterable<ProcessList> {
  return prox.followProcesses({}, {signal});
}

function logReader(filter: LogFilter, {onLagged}: StreamOptions, clock: Clock): Reader<LogEntry> {
  let {sinceSeq} = filter;
  let run: SupervisorRun | undefined;
  return async function* (prox, signal) {
    const before = run;
    run = await runOf(prox, clock);
    if (before !== undefined && isAnotherRun(before, run)) sinceSeq = 0; // `seq` has begun anew
    sinceSeq ??= (await prox.logs({...filter, lines: 0})).nextSeq;
    for await (const {dropped, entries} of prox.followLogs({...filter, sinceSeq}, {signal})) {
      if (dropped > 0) onLagged?.(dropped);
      for (const entry of entries) {
        sinceSeq = entry.seq;
        yield entry;
      }
    }
  };
}

function eventReader(filter: EventStreamQuery, {onLagged}: StreamOptions): Reader<TypedEvent> {
  let {sinceId} = filter;
  return async function* (prox, signal) {
    const newestId = (await prox.events({limit: 1})).events[0]?.id ?? 0;
    sinceId ??= newestId;
    if (newestId < sinceId) sinceId = 0; // the events that were kept have been removed
    for await (const {dropped, events} of prox.followEvents({...filter, sinceId}, {signal})) {
      if (dropped > 0) onLagged?.(dropped);
      for (const event of events) {
        sinceId = event.id;
        yield event as TypedEvent; // so prox reports it
      }
    }
  };
}

function requestReader(filter: RequestFilter, {onLagged}: StreamOptions): Reader<RequestRecord> {
  return async function* (prox, signal) {
    for await (const {dropped, requests} of prox.followRequests(filter, {signal})) {
      if (dropped > 0) onLagged?.(dropped);
      yield* requests;
    }
  };
}

/** Every change of a process may be what was missing. */
function readinessReader(query: ReadyQuery): Reader<boolean> {
  return async function* (prox, signal) {
    for await (const {processes} of prox.followProcesses({}, {signal})) {
      const {ready} = await prox.ready(query);
      if (!ready) refuseLost(processes, query);
      yield ready;
    }
  };
}
