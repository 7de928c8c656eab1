import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from '../core/clock.ts';
import type {RouteReport} from '../core/route.ts';
import {
  breakOff,
  onClosed,
  remoteAddrOf,
  responseOn,
  schemeOf,
  type Arrived,
  type Response,
} from './exchange/client-message.ts';
import {Exchange} from './exchange/exchange.ts';
import type {Hold} from './exchange/hold.ts';
import type {Problem} from './pages/render-page.ts';
import type {ProcessWatch} from './process-watch.ts';
import {MAX_HOPS, readRequestHead} from './exchange/request-head.ts';
import type {LiveRequest} from './request-log/live-request.ts';
import type {RequestLog} from './request-log/request-log.ts';
import type {Route} from './routes/route.ts';
import type {Match, RouteTable} from './routes/route-table.ts';
import {showPage, type Visit} from './pages/show-page.ts';
import {problemAtTarget} from './pages/target-problem.ts';
import type {EndedRequest, Traffic} from './traffic.ts';
import {CLIENT_LEFT, STILL_STARTING, type Trouble} from './exchange/trouble.ts';
import {Tunnel} from './exchange/tunnel.ts';

export interface ReceptionOptions {
  readonly routes: RouteTable;
  readonly log: RequestLog;
  readonly traffic: Traffic;
  readonly hold: Hold;
  readonly processes: ProcessWatch;
  readonly clock: Clock;
  /** For the pages that list the routes. */
  readonly report: () => readonly RouteReport[];
}

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
    const {routes, log, traffic} = this.#options;
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
      tls: scheme === 'https',
      remoteAddr,
    });
    traffic.begin();
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

  #lost(match: Match, visit: Visit): Problem | undefined {
    const {head, request} = visit;
    const {domain} = this.#options.routes;
    switch (match.type) {
      case 'route':
        return undefined;
      case 'index':
        return {type: 'index', domain, routes: this.#routesFor(visit)};
      case 'unknownHost':
        return {type: 'unknownHost', host: head.host, domain, routes: this.#routesFor(visit)};
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
    onClosed(request, response, () => {
      if (record.inFlight) this.#record(record, isServerError(record));
    });
    if (problem !== undefined) showPage(visit, problem);
  }

  async #explain(journey: Journey, trouble: Trouble): Promise<void> {
    const {route, head} = journey;
    const {processes} = this.#options;
    if (trouble.type === 'unreachable' && !processes.isEnding) route.noteUnreachable(trouble.error);
    const problem = await problemAtTarget(trouble, {host: head.host, route, processes});
    try {
      showPage(journey, problem);
    } catch {
      breakOff(journey.response); // Node has kept a part of the target's head, and refuses to send it
    }
  }

  /** With the addresses that keep the scheme of the visit. */
  #routesFor({request}: Visit): readonly RouteReport[] {
    const scheme = schemeOf(request);
    const routes = this.#options.report();
    return routes.map(route => ({...route, url: route.urls[scheme] ?? route.url}));
  }

  #end({record, route}: Journey): void {
    route.end(this.#record(record, hasFailed(record)));
  }

  #record(request: LiveRequest, isFailure: boolean): EndedRequest {
    const {bytesIn, bytesOut} = request;
    const ended = {bytesIn, bytesOut, hasFailed: isFailure};
    this.#options.log.end(request);
    this.#options.traffic.end(ended);
    return ended;
  }
}

interface Connection {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** By its target: not because its client left, nor while the target is starting. */
function hasFailed(request: LiveRequest): boolean {
  const {error} = request;
  if (error === STILL_STARTING) return false;
  return isServerError(request) || (error !== undefined && error !== CLIENT_LEFT);
}

function isServerError({statusCode = 0}: LiveRequest): boolean {
  return statusCode >= 500;
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
