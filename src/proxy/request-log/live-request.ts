import type {RequestProtocol, RequestRecord} from '../../core/request-record.ts';
import type {ExchangeCapture} from '../capture/capture.ts';

/** What is known of a request when its headers have arrived; the fields are those of RequestRecord. */
export interface RequestStart {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly subdomain: string;
  readonly process: string | undefined;
  readonly protocol: RequestProtocol;
  readonly tls: boolean;
  readonly remoteAddr: string;
}

interface Beginning {
  readonly number: number;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Monotonic ms. */
  readonly startedMs: number;
  readonly capture: ExchangeCapture | undefined;
}

/** One exchange while it goes on and after; the proxy writes its fields until it ends it in the log. */
export class LiveRequest implements RequestStart {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly subdomain: string;
  readonly process: string | undefined;
  readonly remoteAddr: string;
  readonly tls: boolean;
  protocol: RequestProtocol;
  statusCode: number | undefined = undefined;
  bytesIn = 0;
  bytesOut = 0;
  error: string | undefined = undefined;
  readonly number: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly capture: ExchangeCapture | undefined;
  readonly #startedMs: number;
  #durationMs: number | undefined;

  constructor(start: RequestStart, {number, startedAt, startedMs, capture}: Beginning) {
    this.method = start.method;
    this.url = start.url;
    this.host = start.host;
    this.subdomain = start.subdomain;
    this.process = start.process;
    this.remoteAddr = start.remoteAddr;
    this.tls = start.tls;
    this.protocol = start.protocol;
    this.number = number;
    this.startedAt = startedAt;
    this.capture = capture;
    this.#startedMs = startedMs;
  }

  /** As RequestRecord has it. */
  get id(): string {
    return this.number.toString(16);
  }

  get inFlight(): boolean {
    return this.#durationMs === undefined;
  }

  /** Until its end, else until `nowMs` (monotonic). */
  durationMs(nowMs: number): number {
    return this.#durationMs ?? nowMs - this.#startedMs;
  }

  /** For the log only, which counts and publishes what ends. */
  finish(nowMs: number): void {
    this.#durationMs = nowMs - this.#startedMs;
  }
}

/** What it is now; `nowMs` is monotonic and does not matter once it has ended. */
export function toRecord(request: LiveRequest, nowMs: number): RequestRecord {
  const {id, method, url, host, subdomain, process, protocol, tls, remoteAddr} = request;
  const {startedAt, statusCode, bytesIn, bytesOut, error, inFlight} = request;
  return {
    id,
    timestamp: new Date(startedAt).toISOString(),
    method,
    url,
    subdomain,
    statusCode,
    durationMs: Math.round(request.durationMs(nowMs) * 1000) / 1000,
    remoteAddr,
    host,
    process,
    protocol,
    tls,
    bytesIn,
    bytesOut,
    error,
    inFlight,
  };
}
