import type {ClientRequest, IncomingMessage, InformationEvent} from 'node:http';
import {
  breakOff,
  isNavigation,
  isSent,
  onClosed,
  type Arrived,
  type Response,
} from './client-message.ts';
import {forward} from './forward.ts';
import type {Hold} from './hold.ts';
import {relay} from './relay.ts';
import {override, withoutTrailer, type RequestHead} from './request-head.ts';
import type {LiveRequest} from '../request-log/live-request.ts';
import type {Route} from '../routes/route.ts';
import {CLIENT_LEFT, troubleBy, troubleOf, wordsOf, type Trouble} from './trouble.ts';
import {upload} from './upload.ts';

export interface ExchangeOptions {
  readonly request: Arrived;
  readonly response: Response;
  readonly route: Route;
  readonly head: RequestHead;
  readonly record: LiveRequest;
  readonly hold: Hold;
  /** Answers in place of the target. */
  readonly explain: (trouble: Trouble) => void;
  /** Called once, when all is sent or the client has left. */
  readonly onOver: () => void;
}

/** A person should see soon that something is coming; the page they get asks again. */
const NAVIGATION_HOLD_MS = 1000;
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** One request on its way to its target and back: attempts, waiting, and every way in which it can end. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #hasBody: boolean;
  /** Aborted when the request need not wait any longer. */
  #waiting: AbortController | undefined;
  #outgoing: ClientRequest | undefined;
  #isRepeated = false;
  /** What the kept connection had received before. */
  #receivedBefore = 0;
  /** There is one, of the target or a page of ours. */
  #hasAnswer = false;
  /** That of the target, when it is passed on. */
  #relayed: IncomingMessage | undefined;
  #isOver = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#hasBody = hasBody(options);
    onClosed(options.request, options.response, () => this.#end());
    // A write that meets a connection just lost is no news: `close` follows.
    options.response.on('error', () => undefined);
  }

  begin(): void {
    const {hold, route} = this.#options;
    if (hold.isComing(route)) void this.#wait();
    else this.#send();
  }

  #send(): void {
    const {request, response, route} = this.#options;
    const {target} = route;
    const {method = 'GET', url = '/'} = request;
    // A kept connection may just be closing, and what has a body or an effect is never sent twice.
    const mayRepeat = !this.#hasBody && REPEATABLE.has(method) && !this.#isRepeated;
    forward({
      request,
      response,
      target,
      outgoing: {
        agent: mayRepeat ? target.keepAlive : target.fresh,
        method,
        path: url,
        headers: this.#headers(),
      },
      onOpen: outgoing => this.#open(outgoing),
      onError: error => this.#fail(error),
    });
  }

  #headers(): readonly string[] {
    const {head, route} = this.#options;
    const {overrides} = route;
    const headers = overrides.size === 0 ? head.headers : override(head.headers, overrides);
    const isMeasured = head.framing === 'length';
    if (this.#hasBody && !isMeasured) return [...headers, 'Transfer-Encoding', 'chunked'];
    return head.hasTrailer ? withoutTrailer(headers) : headers;
  }

  #open(outgoing: ClientRequest): void {
    const {route} = this.#options;
    this.#outgoing = outgoing;
    outgoing.maxHeadersCount = 0;
    outgoing.on('response', answer => this.#answer(answer));
    outgoing.on('upgrade', (_answer, socket) => {
      socket.destroy();
      this.#giveUp({type: 'badAnswer', error: 'it switched protocols, which nobody asked for'});
    });
    outgoing.on('information', information => this.#inform(information));
    if (outgoing.reusedSocket) {
      outgoing.on('socket', ({bytesRead}) => (this.#receivedBefore = bytesRead));
    }
    if (!this.#hasBody) {
      outgoing.end();
      return;
    }
    // Not before it is connected: what has not been sent can wait for the target, or be told about.
    outgoing.on('socket', socket => socket.once(route.target.connectEvent, () => this.#upload()));
    outgoing.flushHeaders();
  }

  #upload(): void {
    const {request, record} = this.#options;
    if (this.#outgoing === undefined) return;
    upload({request, outgoing: this.#outgoing, record});
  }

  #answer(answer: IncomingMessage): void {
    const {response, record} = this.#options;
    if (this.#isOver) return void answer.destroy();
    try {
      relay(answer, response, record);
      this.#relayed = answer;
      this.#hasAnswer = true;
    } catch (error) {
      answer.destroy();
      this.#giveUp({type: 'badAnswer', error: String(error)});
    }
  }

  /** An interim answer (RFC 9110, 15.2): those that Node can pass on. */
  #inform({statusCode, headers}: InformationEvent): void {
    const {request, response} = this.#options;
    if (response.headersSent || this.#isOver || request.httpVersion === '1.0') return;
    if (statusCode === 102 && 'writeProcessing' in response) response.writeProcessing();
    if (statusCode !== 103) return;
    const hints: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) hints[name] = value;
    try {
      response.writeEarlyHints(hints);
    } catch {
      // Node takes only links of a certain form, and the answer proper has them again.
    }
  }

  #fail(error: Error): void {
    const {record, response, route, hold} = this.#options;
    if (this.#isOver) return;
    if (this.#relayed !== undefined) {
      if (this.#relayed.complete) return; // what comes after it is no part of it
      record.error ??= wordsOf(error);
      // Also an answer that ends with its connection has not come to its end by this.
      if (!response.writableEnded) breakOff(response);
      return;
    }
    if (this.#hasAnswer) return;
    const outgoing = this.#outgoing;
    if (outgoing?.reusedSocket === true && this.#isSilent(outgoing) && !this.#isRepeated) {
      // Closed by the target while it lay idle, which no client can know beforehand.
      this.#isRepeated = true;
      this.begin();
      return;
    }
    const trouble = troubleBy(error);
    if (trouble.type === 'unreachable' && hold.mayComeUp(route)) void this.#wait();
    else this.#giveUp(trouble);
  }

  #isSilent({socket}: ClientRequest): boolean {
    return (socket?.bytesRead ?? 0) === this.#receivedBefore;
  }

  async #wait(): Promise<void> {
    const {request, hold, route} = this.#options;
    const waiting = new AbortController();
    this.#waiting = waiting;
    const limitMs = isNavigation(request) ? Math.min(hold.holdMs, NAVIGATION_HOLD_MS) : hold.holdMs;
    const verdict = await hold.wait(route, {limitMs, signal: waiting.signal});
    if (this.#isOver) return;
    if (verdict === 'ready') this.#send();
    else this.#giveUp(troubleOf(verdict));
  }

  #giveUp(trouble: Trouble): void {
    const {record, explain} = this.#options;
    record.error = trouble.error;
    this.#hasAnswer = true; // ours; whatever the target does now comes too late
    explain(trouble);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const {response, record, onOver} = this.#options;
    this.#waiting?.abort();
    if (!isSent(response)) {
      record.statusCode ??= 499; // as nginx calls it: the client closed its request
      record.error ??= CLIENT_LEFT;
      this.#outgoing?.destroy();
    }
    onOver();
  }
}

/** HTTP/2 tells it by the frame of the headers, HTTP/1 by its framing. */
function hasBody({request, head}: ExchangeOptions): boolean {
  if (head.framing === 'empty') return false;
  if ('stream' in request) return !request.stream.endAfterHeaders;
  return head.framing !== 'none';
}
