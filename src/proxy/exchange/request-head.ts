import {HOP_BY_HOP} from '../../core/hop-by-hop.ts';

/** Names and values in turn, as `rawHeaders` has them. */
export type RawHeaders = readonly string[];

const HOPS_HEADER = 'x-prox-hops';
/** A request that has passed the proxy so often goes round in circles. */
export const MAX_HOPS = 5;

/** Who sent it and by what way it came, for the headers that tell the target. */
export interface Arrival {
  readonly remoteAddr: string;
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly isHttp10: boolean;
}

/** What a target is to be sent, and what was noticed on the way. */
export interface RequestHead {
  readonly headers: string[];
  /** The name that the client asked for, as it was sent. */
  readonly host: string;
  /** How the end of its body is known; of HTTP/2 only the length is told here. */
  readonly framing: 'none' | 'empty' | 'length' | 'chunked';
  readonly hops: number;
  readonly hasRequestId: boolean;
  /** Trailers are announced, which Node refuses to pass on where none can come. */
  readonly hasTrailer: boolean;
  /** Why it must be refused: its framing or its Host could be read in two ways. */
  readonly fault: string | undefined;
}

/** Besides what is hop-by-hop: a client's word for itself is no proof, and `Expect` has been answered by then. */
const TOLD_ANEW = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'forwarded',
  'expect',
  HOPS_HEADER,
];
const KEPT_BACK: ReadonlySet<string> = new Set([...HOP_BY_HOP, ...TOLD_ANEW]);

/**
 * One pass over the headers of a request: checks them, leaves out what must not reach the target, and adds
 * what tells it of the client. The framing of a chunked body is added by who sends it.
 */
export function readRequestHead(raw: RawHeaders, arrival: Arrival): RequestHead {
  return new HeadReader(arrival).read(raw);
}

/** Sets headers in place of what the client sent; names in lower case. */
export function override(
  headers: RawHeaders,
  overrides: ReadonlyMap<string, string>,
): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (!overrides.has(name.toLowerCase())) kept.push(name, headers[i + 1] ?? '');
  }
  return [...kept, ...[...overrides].flat()];
}

/** For a message without chunks. */
export function withoutTrailer(headers: RawHeaders): readonly string[] {
  const isTrailer = (i: number): boolean => headers[i - (i % 2)]?.toLowerCase() === 'trailer';
  return headers.filter((_, i) => !isTrailer(i));
}

class HeadReader {
  readonly #arrival: Arrival;
  readonly #headers: string[] = [];
  #host = '';
  #hosts = 0;
  #authority = '';
  #length = '';
  #lengths = 0;
  #encoding = '';
  #hops = 0;
  #forwardedFor = '';
  #hasRequestId = false;
  #hasTrailer = false;
  #cookieAt = -1;
  /** Names that `Connection` makes hop-by-hop. */
  #named: string[] | undefined;

  constructor(arrival: Arrival) {
    this.#arrival = arrival;
  }

  read(raw: RawHeaders): RequestHead {
    for (let i = 0; i + 1 < raw.length; i += 2) this.#take(raw[i] ?? '', raw[i + 1] ?? '');
    if (this.#named !== undefined) this.#dropNamed(this.#named);
    const host = this.#hosts === 0 ? this.#authority : this.#host;
    this.#tellArrival(host);
    return {
      headers: this.#headers,
      host,
      framing: this.#framing(),
      hops: this.#hops,
      hasRequestId: this.#hasRequestId && this.#named?.includes('x-request-id') !== true,
      hasTrailer: this.#hasTrailer,
      fault: this.#fault(),
    };
  }

  #take(name: string, value: string): void {
    const key = name.toLowerCase();
    this.#note(key, value);
    if (key === 'cookie') this.#takeCookie(name, value);
    else if (!KEPT_BACK.has(key) && !key.startsWith(':')) this.#headers.push(name, value);
  }

  #note(key: string, value: string): void {
    switch (key) {
      case 'host':
        this.#hosts += 1;
        this.#host = value;
        break;
      case ':authority':
        this.#authority = value;
        break;
      case 'content-length':
        this.#lengths += 1;
        this.#length = value.trim();
        break;
      case 'transfer-encoding':
        this.#encoding += value.toLowerCase();
        break;
      case 'connection':
        this.#readConnection(value);
        break;
      case 'x-forwarded-for':
        this.#forwardedFor += this.#forwardedFor === '' ? value : `, ${value}`;
        break;
      case 'x-request-id':
        this.#hasRequestId = true;
        break;
      case 'trailer':
        this.#hasTrailer = true;
        break;
      case HOPS_HEADER:
        this.#hops = Math.max(this.#hops, Number.parseInt(value, 10) || 0);
    }
  }

  /** HTTP/2 may split it; HTTP/1.1 wants one (RFC 9113, 8.2.3). */
  #takeCookie(name: string, value: string): void {
    if (this.#cookieAt === -1) this.#cookieAt = this.#headers.push(name, value) - 1;
    else this.#headers[this.#cookieAt] += `; ${value}`;
  }

  #readConnection(value: string): void {
    const lower = value.toLowerCase();
    if (lower === 'keep-alive' || lower === 'close' || lower === 'upgrade') return;
    const names = lower.split(',').map(name => name.trim());
    this.#named = [...(this.#named ?? []), ...names];
  }

  /** `Connection: content-length` is an attempt to change the framing: that header stays. */
  #dropNamed(named: readonly string[]): void {
    const headers = this.#headers;
    const kept: string[] = [];
    for (let i = 0; i + 1 < headers.length; i += 2) {
      const name = headers[i] ?? '';
      const key = name.toLowerCase();
      const stays = key === 'host' || key === 'content-length' || !named.includes(key);
      if (stays) kept.push(name, headers[i + 1] ?? '');
    }
    headers.splice(0, headers.length, ...kept);
  }

  #tellArrival(host: string): void {
    const {remoteAddr, scheme, port} = this.#arrival;
    const forwardedFor = this.#forwardedFor;
    const headers = this.#headers;
    if (this.#hosts === 0) headers.push('Host', host);
    headers.push(
      'X-Forwarded-For',
      forwardedFor === '' ? remoteAddr : `${forwardedFor}, ${remoteAddr}`,
      'X-Forwarded-Host',
      host,
      'X-Forwarded-Proto',
      scheme,
      'X-Forwarded-Port',
      String(port),
      'X-Prox-Hops',
      String(this.#hops + 1),
    );
  }

  #framing(): RequestHead['framing'] {
    if (this.#encoding !== '') return 'chunked';
    if (this.#lengths === 0) return 'none';
    return /^0+$/.test(this.#length) ? 'empty' : 'length';
  }

  #fault(): string | undefined {
    if (this.#hosts > 1) return 'more than one Host header';
    if (this.#authority !== '' && this.#hosts === 1 && this.#host !== this.#authority) {
      return 'Host and :authority differ';
    }
    if (this.#lengths > 1) return 'more than one Content-Length';
    if (this.#lengths === 1 && !/^\d+$/.test(this.#length)) return 'malformed Content-Length';
    if (this.#encoding === '') return undefined;
    if (this.#lengths > 0) return 'both Content-Length and Transfer-Encoding';
    if (this.#arrival.isHttp10) return 'Transfer-Encoding in HTTP/1.0';
    return this.#encoding === 'chunked' ? undefined : 'a Transfer-Encoding other than chunked';
  }
}
