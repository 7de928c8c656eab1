import {maxHeaderSize} from 'node:http';
import {fastify, type FastifyInstance, type FastifyReply, type FastifyRequest} from 'fastify';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {Access, type AccessOptions} from './access.ts';
import {createAdmission, type Admit} from './admission.ts';
import {JSON_TYPE, SSE_TYPE} from './answer-headers.ts';
import {beginToFollow} from './begin-to-follow.ts';
import {answerCodec, streamCodec} from './codecs.ts';
import {Connections} from './connections.ts';
import {answerToError, toProxError} from './error-answer.ts';
import {listenError, type ListenAddress} from './listen-error.ts';
import {routerPath, servedPaths} from './path-pattern.ts';
import {requestIdOf} from './request-id.ts';
import {acceptBodies, rawInputOf} from './request-input.ts';
import {createOwnHandlers, type OwnHandlers} from './own-routes.ts';
import {OWN_ROUTES} from './all-routes.ts';
import type {Route} from './route.ts';
import {OPERATIONS, ROUTES, type Operation} from './routes.ts';
import {createInputParser} from './schemas.ts';
import {EventStreams} from './sse.ts';
import {StreamPlaces} from './stream-places.ts';
import {allowedMethods, explainUnrouted} from './unrouted.ts';
import {acceptWebSockets} from './websocket.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent where no operation answers. */
    readonly route?: Route;
  }
}

export interface ApiServerOptions extends AccessOptions {
  readonly prox: Prox;
  /** Told of every error that a caller only sees as 500 INTERNAL_ERROR. */
  readonly onBug: (error: unknown) => void;
}

export interface ApiServer {
  /** May be tried again with another port. @throws ProxError PORT_IN_USE (`host:port`), START_FAILED */
  listen(address: ListenAddress): Promise<{readonly port: number}>;
  /** Ends streams, lets answers that are being made out, closes every connection: a second at most. */
  close(): Promise<void>;
}

const HTTP_OPTIONS = {
  bodyLimit: 1024 * 1024,
  requestTimeout: 60_000,
  keepAliveTimeout: 5000,
  // A request without a Host is for the host guard to refuse, in JSON.
  http: {headersTimeout: 20_000, requireHostHeader: false},
  // Whatever gets past the parser of Node: a name of any length is one that no process has.
  routerOptions: {maxParamLength: maxHeaderSize},
  return503OnClosing: false,
  genReqId: requestIdOf,
} as const;

/** The HTTP API in front of `prox`: one route per row of ROUTES. */
export function createServer(options: ApiServerOptions): ApiServer {
  const access = new Access(options, session => places.endOf(session));
  const places = new StreamPlaces(() => access.generation);
  const sendError = createErrorSender(options.onBug);
  const admit = createAdmission({...options, access});
  const app = fastify({
    ...HTTP_OPTIONS,
    clientErrorHandler: (error, socket) => connections.refuse(error, socket),
    // A path that cannot be decoded.
    frameworkErrors: (_error, request, reply) => sendError(refusalOf(request, reply, admit), reply),
  });
  const connections = new Connections(app.server, options.clock);
  acceptWebSockets(app.server, {...options, access, places, connections});
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.decorateRequest('pass');
  app.addHook('onRequest', createEntrance(admit));
  acceptBodies(app);
  addRoutes(app, {...options, streams: new EventStreams(options.clock, places)});
  addOwnRoutes(app, createOwnHandlers({prox: options.prox, sessions: access.sessions}));
  return {
    async listen(address) {
      access.bind(address.host);
      return listen(app, address);
    },
    async close() {
      places.close();
      await Promise.all([app.close(), connections.close()]);
    },
  };
}

/** Nothing is served there, and who may not call is not told even that. */
function refusalOf(request: FastifyRequest, reply: FastifyReply, admit: Admit): unknown {
  try {
    admit(request, reply);
    return new ProxError('NOT_FOUND', {detail: request.url});
  } catch (error) {
    return error;
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** For what the router takes: goes on to the handler of its route, if there is one. */
function createEntrance(admit: Admit): Handler {
  return async (request, reply) => {
    admit(request, reply);
    const {method, url, routeOptions} = request;
    const allow = method === 'OPTIONS' ? allowedMethods(url) : [];
    if (allow.length > 0) return reply.code(204).header('allow', allow.join(', ')).send();
    // An absolute URL as the target, which only proxies take, would be routed by its path.
    if (routeOptions.config.route === undefined || !url.startsWith('/')) {
      throw explainUnrouted(method, url);
    }
  };
}

interface RouteContext extends ApiServerOptions {
  readonly streams: EventStreams;
}

function addRoutes(app: FastifyInstance, context: RouteContext): void {
  const parseInput = createInputParser(context.clock);
  for (const operation of OPERATIONS) {
    const route: Route = ROUTES[operation];
    const call: Call = (request, ...rest) => {
      const input = parseInput(operation, rawInputOf(request));
      return Reflect.apply(context.prox[operation], context.prox, [input, ...rest]);
    };
    const createHandler = route.kind === 'stream' ? streamHandler : answerHandler;
    addRoute(app, route, createHandler(operation, call, context));
  }
}

function addRoute(app: FastifyInstance, route: Route, handler: Handler): void {
  for (const pattern of servedPaths(route)) {
    app.route({method: route.method, url: routerPath(pattern), handler, config: {route}});
  }
}

function addOwnRoutes(app: FastifyInstance, handlers: OwnHandlers): void {
  for (const name of Object.keys(OWN_ROUTES) as (keyof OwnHandlers)[]) {
    addRoute(app, OWN_ROUTES[name], async ({raw, body}, reply) => {
      const answer = await handlers[name]({message: raw, body});
      return reply
        .headers(answer.headers ?? {})
        .type(answer.type)
        .send(answer.body);
    });
  }
}

/** Calls the operation of a route with the input that the request carries. */
type Call = (request: FastifyRequest, ...rest: readonly unknown[]) => unknown;

function answerHandler(operation: Operation, call: Call): Handler {
  const {encode, statusOf, locationOf} = answerCodec(operation);
  const {kind}: Route = ROUTES[operation];
  return async (request, reply) => {
    const answer = await call(request);
    if (kind === 'deletion') return reply.code(204).send();
    if (locationOf) reply.header('location', locationOf(answer));
    const status = statusOf?.(answer) ?? (kind === 'creation' ? 201 : 200);
    return reply.code(status).type(JSON_TYPE).send(encode(answer));
  };
}

function streamHandler(operation: Operation, call: Call, context: RouteContext): Handler {
  const {encode, opening = ': open\n\n'} = streamCodec(operation);
  return async (request, reply) => {
    const follow = (signal: AbortSignal) => call(request, {signal}) as AsyncIterable<unknown>;
    if (request.method === 'HEAD') {
      // Refused as a GET would be; what is followed ends at once.
      await beginToFollow(follow(AbortSignal.abort()));
      return reply.type(SSE_TYPE).send();
    }
    const response = reply.raw;
    const begin = (): void => {
      reply.type(SSE_TYPE).header('connection', 'close').hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) response.setHeader(name, value);
      }
      response.writeHead(200);
    };
    try {
      await context.streams.serve({
        follow,
        encode,
        opening,
        response,
        socket: request.raw.socket,
        pass: request.pass,
        begin,
      });
    } catch (error) {
      if (!response.headersSent) throw error;
      response.destroy();
      context.onBug(error);
    }
  };
}

type ErrorSender = (error: unknown, reply: FastifyReply) => void;

function createErrorSender(onBug: (error: unknown) => void): ErrorSender {
  return (error, reply) => {
    const known = toProxError(error);
    if (known === undefined) onBug(error);
    const {status, headers, body} = answerToError(known ?? new ProxError('INTERNAL_ERROR'));
    reply
      .code(status)
      .headers({...headers, 'x-request-id': reply.request.id})
      .send(body);
  };
}

async function listen(app: FastifyInstance, {host, port}: ListenAddress): Promise<{port: number}> {
  try {
    // As a name it would be bound on ::1 as well, where another program may hold the port.
    await app.listen({port, host: host === 'localhost' ? '127.0.0.1' : host});
  } catch (error) {
    throw listenError(error, {host, port});
  }
  const bound = app.server.address();
  return {port: typeof bound === 'string' || bound === null ? port : bound.port};
}
