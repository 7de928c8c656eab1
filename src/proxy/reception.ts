import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from '../core/clock.ts';
import type {RouteReport} from '../core/route.ts';
import {
  remoteAddrOf,
  responseOn,
  schemeOf,
  type Arrived,
  type Response,
  onClosed,
} from './exchange/client-message.ts';
import {Exchange} from './exchange/exchange.ts';
import type {Hold} from './exchange/hold.ts';
import type {ProcessFacts, Problem} from './pages/render-page.ts';
import type {ProcessWatch} from './process-watch.ts';
import {MAX_HOPS, readRequestHead} from './exchange/request-head.ts';
import type {RequestLog} from './request-log/request-log.ts';
import type {Match, Route, RouteTable} from './routes/route-table.ts';
import {showPage, toProblem, type Visit} from './pages/show-page.ts';
import {CLIENT_LEFT, type Trouble} from './exchange/trouble.ts';
import {Tunnel} from './exchange/tunnel.ts';

export interface ReceptionOptions {
  readonly routes: RouteTable;
  readonly log: RequestLog;
  readonly hold: Hold;
  readonly processes: ProcessWatch;
  readonly clock: Clock;
  /** For the pages that list the routes. */
  readonly report: () => readonly RouteReport[];
}

export interface ReceptionOptions {
  readonly routes: RouteTable;
  readonly log: RequestLog;
  readonly hold: Hold;
  readonly processes: ProcessWatch;
  readonly clock: Clock;
  /** For the pages that list the routes. */
  readonly report: () => readonly RouteReport[];
}

const LINES_SHOWN = 20;

/** A visit that is on its way to a target. */
interface Journey extends Visit {
  readonly route: Route;
}

/** Takes what arrives at the listeners, checks it, and sends it on its way: to a target, or to a page. */
export class Reception {
  readonly #options: ReceptionOptions;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  takeRequest(request: Arrived, response: Response): void {
    const journey = this.#admit(request, response);
    if (journey === undefined) return;
    new Exchange({
      ...journey,
      hold: this.#options.hold,
      explain: trouble => void this.#explain(journey, trouble),
      onOver: () => this.#end(journey),
    }).begin();
  }

  takeUpgrade(request: IncomingMessage, connection: Connection): void {
    const response = responseOn(connection.socket, request);
    this.#openTunnel(this.#admit(request, response), connection);
  }

  /** Extended CONNECT (RFC 8441) asks for a WebSocket, and for nothing else. */
  takeConnect(request: Arrived, response: Response): void {
    if (request.headers[':protocol'] === 'websocket') {
      this.#openTunnel(this.#admit(request, response), undefined);
    } else {
      this.#admit(request, response);
    }
  }

  #openTunnel(journey: Journey | undefined, connection: Connection | undefined): void {
    if (journey === undefined) return;
    journey.record.protocol = 'ws';
    const {hold, clock} = this.#options;
    const tunnel = new Tunnel({
      ...journey,
      connection,
      hold,
      clock,
      explain: trouble => void this.#explain(journey, trouble),
      onOver: () => this.#end(journey),
    });
    void tunnel.begin();
  }

  /** Records it and finds its route; without one it has its answer. */
  #admit(request: Arrived, response: Response): Journey | undefined {
    const {routes, log} = this.#options;
    const {socket, rawHeaders, method = '', url = ''} = request;
    const remoteAddr = remoteAddrOf(request);
    const scheme = schemeOf(request);
    const head = readRequestHead(rawHeaders, {
      remoteAddr,
      scheme,
      port: socket.localPort ?? 0,
      isHttp10: request.httpVersion === '1.0',
    });
    const match = routes.match(head.host, url);
    const record = log.begin({
      method,
      url,
      host: head.host,
      subdomain: match.subdomain,
      process: match.type === 'route' ? match.route.config.process : undefined,
      protocol: request.httpVersionMajor === 2 ? 'h2' : scheme,
      remoteAddr,
    });
    record.capture?.requestHead(rawHeaders);
    const visit = {request, response, head, record};
    const problem = problemOf(visit) ?? this.#lost(match, visit);
    if (problem !== undefined || match.type !== 'route') {
      this.#turnAway(visit, problem);
      return undefined;
    }
    const {route} = match;
    route.begin();
    if (!head.hasRequestId) head.headers.push('X-Request-Id', record.id);
    return {...visit, route};
  }

  #lost(match: Match, {head, request}: Visit): Problem | undefined {
    const {routes, report} = this.#options;
    const {domain} = routes;
    switch (match.type) {
      case 'route':
        return undefined;
      case 'index':
        return {type: 'index', domain, routes: report()};
      case 'unknownHost':
        return {type: 'unknownHost', host: head.host, domain, routes: report()};
      case 'unknownPath':
        return {
          type: 'unknownPath',
          host: head.host,
          path: request.url ?? '',
          prefixes: match.prefixes,
        };
    }
  }

  #turnAway(visit: Visit, problem: Problem | undefined): void {
    const {request, response, record} = visit;
    response.on('error', () => undefined);
    onClosed(request, response, () => this.#options.log.end(record));
    if (problem !== undefined) showPage(visit, problem);
  }

  async #explain(journey: Journey, trouble: Trouble): Promise<void> {
    const {route, head} = journey;
    const at = {
      host: head.host,
      target: route.target.url,
      process: await this.#factsOf(route),
    };
    showPage(journey, toProblem(trouble, at));
  }

  async #factsOf({config}: Route): Promise<ProcessFacts | undefined> {
    const {processes} = this.#options;
    const process = config.process === undefined ? undefined : processes.process(config.process);
    if (process === undefined) return undefined;
    const {name, status, reason} = process;
    return {name, status, reason, lines: await processes.lastLines(name, LINES_SHOWN)};
  }

  #end({record, route}: Journey): void {
    const {statusCode = 0, error, bytesIn, bytesOut} = record;
    this.#options.log.end(record);
    const hasFailed = statusCode >= 500 || (error !== undefined && error !== CLIENT_LEFT);
    route.end({bytesIn, bytesOut, hasFailed});
  }
}

interface Connection {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** What is wrong with the request itself. */
function problemOf({request, head}: Visit): Problem | undefined {
  const {method, url = ''} = request;
  if (head.fault !== undefined) return {type: 'refused', status: 400, reason: head.fault};
  const isTunnel = method === 'CONNECT' && request.headers[':protocol'] === 'websocket';
  if (method === 'TRACE' || (method === 'CONNECT' && !isTunnel)) {
    return {type: 'refused', status: 405, reason: method};
  }
  // An absolute URL asks for whatever it names, which is for the routes to say.
  if (!url.startsWith('/')) {
    return {type: 'refused', status: 400, reason: 'its target must be a path'};
  }
  return head.hops >= MAX_HOPS ? {type: 'loop', host: head.host} : undefined;
}
