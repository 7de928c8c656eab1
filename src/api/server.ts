import {maxHeaderSize} from 'node:http';
import {fastify, type FastifyInstance, type FastifyReply, type FastifyRequest} from 'fastify';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import type {RouteReport} from '../core/route.ts';
import {Access, type AccessOptions} from './access.ts';
import {JSON_TYPE, SECURITY_HEADERS, SSE_TYPE} from './answer-headers.ts';
import {membersOf, parseJson, refuseBody, YAML_TYPES, YamlBody} from './bodies.ts';
import {answerCodec, streamCodec} from './codecs.ts';
import {Connections} from './connections.ts';
import {corsHeaders} from './cors.ts';
import {answerToError, toProxError} from './error-answer.ts';
import {listenError, type ListenAddress} from './listen-error.ts';
import {routerPath, servedPaths} from './path-pattern.ts';
import {requestIdOf} from './request-id.ts';
import {createOwnHandlers, type OwnHandlers} from './own-routes.ts';
import {OWN_ROUTES} from './all-routes.ts';
import {API_PREFIX, OPERATIONS, ROUTES, type Operation, type Route} from './routes.ts';
import {createInputParser, type RawInput} from './schemas.ts';
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

const MAX_BODY_BYTES = 1024 * 1024;

/** The HTTP API in front of `prox`: one route per row of ROUTES. */
export function createServer(options: ApiServerOptions): ApiServer {
  const access = new Access(options);
  const places = new StreamPlaces();
  const streams = new EventStreams(options.clock, places);
  const sendError = createErrorSender(options.onBug);
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 60_000,
    keepAliveTimeout: 5000,
    // A request without a Host is for the host guard to refuse, in JSON.
    http: {headersTimeout: 20_000, requireHostHeader: false},
    // Whatever gets past the parser of Node: a name of any length is one that no process has.
    routerOptions: {maxParamLength: maxHeaderSize},
    return503OnClosing: false,
    genReqId: requestIdOf,
    clientErrorHandler: (error, socket) => connections.refuse(error, socket),
    // A path that cannot be decoded.
    frameworkErrors: (_error, {url}, reply) =>
      sendError(new ProxError('NOT_FOUND', {detail: url}), reply),
  });
  const connections = new Connections(app.server, options.clock);
  acceptWebSockets(app.server, {...options, access, places, connections});
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  app.addHook('onRequest', createAdmission(access, options.corsOrigins));
  acceptBodies(app);
  addRoutes(app, {...options, streams});
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

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

function createAdmission(access: Access, corsOrigins: readonly string[]): Handler {
  return async ({raw, id, method, url, routeOptions}, reply) => {
    const {route} = routeOptions.config;
    reply.headers({...SECURITY_HEADERS, 'x-request-id': id});
    reply.headers(corsHeaders(raw, corsOrigins));
    reply.headers(access.check(raw, route));
    const allow = method === 'OPTIONS' ? allowedMethods(url) : [];
    if (allow.length > 0) return reply.code(204).header('allow', allow.join(', ')).send();
    // An absolute URL as the target, which only proxies take, would be routed by its path.
    if (route === undefined || !url.startsWith('/')) throw explainUnrouted(method, url);
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

function rawInputOf({query, params, headers, body, routeOptions}: FastifyRequest): RawInput {
  const {route} = routeOptions.config;
  if (route?.kind === 'creation') return membersOf(body);
  if (route?.takesBody === 'json') return {...membersOf(body), ...(params as RawInput)};
  if (route?.takesBody === 'yaml') return body instanceof YamlBody ? {yaml: body.text} : {};
  const raw = {...(query as RawInput), ...(params as RawInput)};
  return {...raw, 'last-event-id': headers['last-event-id']};
}

function answerHandler(operation: Operation, call: Call): Handler {
  const {encode, statusOf = () => 200} = answerCodec(operation);
  const {kind, path}: Route = ROUTES[operation];
  return async (request, reply) => {
    const answer = await call(request);
    if (kind === 'deletion') return reply.code(204).send();
    if (kind === 'creation') {
      const {subdomain} = answer as RouteReport;
      reply.code(201).header('location', `${API_PREFIX}${path}/${encodeURIComponent(subdomain)}`);
    } else reply.code(statusOf(answer));
    return reply.type(JSON_TYPE).send(encode(answer));
  };
}

function streamHandler(operation: Operation, call: Call, context: RouteContext): Handler {
  const {encode, opening = ': open\n\n'} = streamCodec(operation);
  return async (request, reply) => {
    if (request.method === 'HEAD') return reply.type(SSE_TYPE).send();
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
        follow: signal => call(request, {signal}) as AsyncIterable<unknown>,
        encode,
        opening,
        response,
        socket: request.raw.socket,
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

/** Bodies are JSON or empty, or YAML where a route takes that. */
function acceptBodies(app: FastifyInstance): void {
  type Parse = (body: string, taken: Route['takesBody']) => unknown;
  const accept = (types: string | string[], parse: Parse): void => {
    app.addContentTypeParser(
      types,
      {parseAs: 'string'},
      async ({routeOptions}: FastifyRequest, body: string) =>
        parse(body, routeOptions.config.route?.takesBody),
    );
  };
  app.removeAllContentTypeParsers();
  accept('application/json', (body, taken) =>
    taken === 'yaml' ? refuseBody(body, taken) : parseJson(body),
  );
  accept(YAML_TYPES, (body, taken) =>
    taken === 'yaml' ? new YamlBody(body) : refuseBody(body, taken),
  );
  accept('*', refuseBody);
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
