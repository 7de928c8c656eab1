export const REQUEST_PROTOCOLS = ['http', 'https', 'h2', 'ws'] as const;
/** `ws` stands for a WebSocket, however it was carried. */
export type RequestProtocol = (typeof REQUEST_PROTOCOLS)[number];

/** One exchange through the proxy, as it was when it was looked at. */
export interface RequestRecord {
  /** At least 7 hex characters; later requests have greater numbers. */
  readonly id: string;
  /** When its headers had arrived; RFC 3339. */
  readonly timestamp: string;
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** The service that it was routed to, else what stands before the domain in its host, else empty. */
  readonly subdomain: string;
  /** Undefined until an answer has begun; 499 when the client left before that. */
  readonly statusCode: number | undefined;
  /** To the last byte; so far, while it is in flight. */
  readonly durationMs: number;
  /** The address of the client, without its port. */
  readonly remoteAddr: string;
  /** As the client sent it. */
  readonly host: string;
  readonly process: string | undefined;
  readonly protocol: RequestProtocol;
  /** It came over TLS. */
  readonly tls: boolean;
  /** Of the bodies, as they were sent. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** What went wrong, in words. */
  readonly error: string | undefined;
  readonly inFlight: boolean;
}

/** Every condition must hold; of a list, one. Times are epoch ms. */
export interface RequestFilter {
  readonly subdomain?: readonly string[];
  /** Of any case. */
  readonly method?: readonly string[];
  /** An exchange without a status yet matches no bound. */
  readonly minStatus?: number;
  readonly maxStatus?: number;
  readonly since?: number;
  readonly until?: number;
  /** Part of host + URL, of any case. */
  readonly search?: string;
  readonly minDurationMs?: number;
  readonly process?: readonly string[];
}

export interface RequestQuery extends RequestFilter {
  /** 100 unless told; at most MAX_REQUEST_LIMIT. */
  readonly limit?: number;
  /** Only what came before this one: for paging. */
  readonly beforeId?: string;
}

export const DEFAULT_REQUEST_LIMIT = 100;
export const MAX_REQUEST_LIMIT = 1000;

export interface RequestPage {
  /** Newest first. */
  readonly requests: readonly RequestRecord[];
  /** How many are in this answer. */
  readonly filteredCount: number;
  /** How many are held that match, before the limit. */
  readonly totalCount: number;
}

/** Finished exchanges, oldest first. */
export interface RequestBatch {
  readonly requests: readonly RequestRecord[];
  /** How many this reader lost before these. */
  readonly dropped: number;
}

export interface RequestRef {
  readonly id: string;
  /** With `body` the captured bodies are part of the answer. */
  readonly include?: readonly 'body'[];
}

export interface RequestDetail extends RequestRecord {
  /** Undefined when capture was off. */
  readonly details: RequestDetails | undefined;
}

export interface RequestDetails {
  readonly requestHeaders: CapturedHeaders;
  readonly responseHeaders: CapturedHeaders;
  readonly requestBody: CapturedBody;
  readonly responseBody: CapturedBody;
}

/** Names in lower case; a list where one came several times. Secrets are `[REDACTED]`. */
export type CapturedHeaders = Readonly<Record<string, string | readonly string[]>>;

export interface CapturedBody {
  /** Bytes that went over the wire. */
  readonly size: number;
  /** Bytes that were kept. */
  readonly capturedSize: number;
  readonly truncated: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly isBinary: boolean;
  /** Decoded for reading: text, or base64 when `isBinary`. Undefined unless asked for, or when it is gone. */
  readonly data: string | undefined;
}
