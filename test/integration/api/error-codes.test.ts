import type * as Fastify from 'fastify';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {error} from '../../../src/api/answers/own.ts';
import {matchesPath} from '../../../src/api/path-pattern.ts';
import {systemClock} from '../../../src/core/clock.ts';
import {API_ERRORS, ProxError} from '../../../src/core/errors.ts';
import {DOCUMENTED_ROUTES} from '../../rig/api-document.ts';
import {ApiRig, type ApiRigOptions, type HttpAnswer, type HttpCall} from '../../rig/api-rig.ts';
import {deviation} from '../../rig/expect-answer.ts';
import {TestApp} from '../../rig/test-app.ts';

// Node waits 20 seconds for the headers of a request, and looks only now and then.
vi.mock('fastify', async importOriginal => {
  const original = await importOriginal<typeof Fastify>();
  const fastify = (options: object) => {
    const http = {requireHostHeader: false, headersTimeout: 500, connectionsCheckingInterval: 50};
    return original.fastify({...options, http});
  };
  return {...original, fastify};
});

/** What is answered before a route is known, or without one. */
const UNROUTED: ReadonlySet<string> = new Set(['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'TIMED_OUT']);

/** Gets a code out of the API: of a real stack, or of a server with answers laid out. */
type Provoke = (real: ApiRig) => Promise<HttpAnswer>;

const json = {'content-type': 'application/json'};
const token = 'a-token-of-thirty-two-characters';

/** A code of API_ERRORS that nobody provokes does not compile. */
const PROVOKED: Readonly<Record<keyof typeof API_ERRORS, Provoke>> = {
  INVALID_PATTERN: get('/logs?pattern=(&regex=true'),
  INVALID_PARAMETER: get('/logs?lines=many'),
  INVALID_BODY: post('/processes/terminal/input', '{"text":'),
  INVALID_ROUTE: post('/proxy/routes', '{"subdomain":"docs"}'),
  CONFIG_INVALID: async real => {
    await stack.project.write('prox.yaml', 'processes: [');
    const answer = await post('/config/reload')(real);
    await stack.project.writeConfig(CONFIG);
    return answer;
  },
  UNAUTHORIZED: withServer({token}, async api => api.call(STATUS)),
  HOST_NOT_ALLOWED: async real => real.call({...STATUS, headers: {host: 'evil.com'}}),
  ORIGIN_NOT_ALLOWED: async real => real.call({...STOP, headers: {origin: 'http://evil.com'}}),
  CSRF_REJECTED: withServer({token}, async api => {
    const login = {method: 'POST', path: '/api/v1/auth/login', headers: json};
    const {headers} = await api.call({...login, body: JSON.stringify({token})});
    const [cookie = ''] = headers['set-cookie'] ?? [];
    return api.call({...STOP, headers: {cookie: cookie.split(';')[0] ?? ''}});
  }),
  NOT_FOUND: get('/nothing'),
  PROCESS_NOT_FOUND: get('/processes/nobody'),
  REQUEST_NOT_FOUND: get('/proxy/requests/abcdef0'),
  EVENT_NOT_FOUND: post('/events/999999/ack'),
  ROUTE_NOT_FOUND: async real => real.call({method: 'DELETE', path: `${ROUTES}/nobody`}),
  METHOD_NOT_ALLOWED: post('/status'),
  TIMED_OUT: async real => fromText(await real.raw('GET /health HTTP/1.1\r\nHost: localhost\r\n')),
  PROCESS_ALREADY_RUNNING: post('/processes/web/start'),
  PROCESS_NOT_RUNNING: post('/processes/idle/stop'),
  NO_TERMINAL: post('/processes/web/input', '{"text":"x"}'),
  INPUT_NOT_READ: async real => {
    const text = JSON.stringify({text: 'x'.repeat(65_536)});
    for (;;) {
      const answer = await post('/processes/terminal/input', text)(real);
      if (answer.status !== 200) return answer;
    }
  },
  ROUTE_EXISTS: post('/proxy/routes', '{"subdomain":"web","port":3000}'),
  ROUTE_FROM_CONFIG: async real => real.call({method: 'DELETE', path: `${ROUTES}/web`}),
  PAYLOAD_TOO_LARGE: post('/proxy/routes', JSON.stringify({url: 'x'.repeat(2 ** 20)})),
  UNSUPPORTED_MEDIA_TYPE: async real =>
    real.call({...STOP, headers: {'content-type': 'text/plain'}, body: 'x'}),
  UPGRADE_REQUIRED: get('/ws'),
  RATE_LIMITED: withServer({token}, async api => {
    const wrong = {...STATUS, headers: {authorization: 'Bearer wrong'}};
    for (let count = 0; count < 5; count++) await api.call(wrong);
    return api.call(wrong);
  }),
  INTERNAL_ERROR: withFailure(new Error('inner text')),
  PROCESS_NOT_REAPED: withFailure(new ProxError('PROCESS_NOT_REAPED', {detail: 'web'})),
  SPAWN_FAILED: post('/processes/missing/start'),
  // A file that is gone makes prox.yaml invalid first, but it may go between the two.
  ENV_FILE_UNREADABLE: withFailure(new ProxError('ENV_FILE_UNREADABLE', {detail: '.env'})),
  SHUTDOWN_IN_PROGRESS: async real => {
    await post('/shutdown')(real);
    return post('/processes/idle/start')(real);
  },
  PROXY_NOT_ENABLED: async () => {
    await using plain = await TestApp.create({config: {processes: {web: 'true'}}});
    await using api = await ApiRig.start({prox: plain.app, clock: systemClock});
    return await get('/proxy/requests')(api);
  },
  STREAM_LIMIT_REACHED: withServer({}, async api => {
    const path = '/api/v1/logs/stream';
    await Promise.all(Array.from({length: 100}, async () => api.open({path})));
    return api.call({path});
  }),
};

const STATUS: HttpCall = {path: '/api/v1/status'};
const STOP: HttpCall = {method: 'POST', path: '/api/v1/processes/web/stop'};
const ROUTES = '/api/v1/proxy/routes';

const CONFIG = {
  proxy: {http_port: 0, host: '127.0.0.1'},
  processes: {
    web: {cmd: 'exec sleep 1000', port: 9, service: true},
    idle: {cmd: 'exec sleep 1000', autostart: false},
    missing: {cmd: ['no-such-command'], autostart: false},
    terminal: {cmd: 'stty raw -echo; echo deaf; exec sleep 1000', tty: true},
  },
};

let stack: TestApp;
let api: ApiRig;

beforeAll(async () => {
  stack = await TestApp.create({config: CONFIG});
  api = await ApiRig.start({prox: stack.app, clock: systemClock});
  await stack.begin();
  await stack.line(/^deaf/);
  await stack.until('web', ({status}) => status === 'running');
});

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});

// The real stack is stopped for one of them: that goes last.
const CODES = Object.keys(PROVOKED) as readonly (keyof typeof PROVOKED)[];
const LAST = 'SHUTDOWN_IN_PROGRESS';

test.each([...CODES.filter(code => code !== LAST), LAST] as const)('%s', async code => {
  using calls = vi.spyOn(ApiRig.prototype, 'call');
  const {status, headers, text} = await PROVOKED[code](api);
  expect(isDescribed(calls.mock.lastCall?.[0], code)).toBe(true);
  const body: unknown = JSON.parse(text);
  expect({status, code: (body as {code?: unknown}).code}).toEqual({
    status: API_ERRORS[code].http,
    code,
  });
  expect(deviation(error, body)).toBeUndefined();
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['x-request-id']).toBeDefined();
});

/** Whether the document tells this answer of the route that was called, if one was. */
function isDescribed(call: HttpCall | undefined, code: keyof typeof API_ERRORS): boolean {
  const path = call?.path.split('?', 1)[0] ?? '';
  const route = DOCUMENTED_ROUTES.find(
    ({method, path: pattern}) => method === (call?.method ?? 'GET') && matchesPath(pattern, path),
  );
  if (route === undefined) return UNROUTED.has(code);
  return code === 'INTERNAL_ERROR' || String(API_ERRORS[code].http) in route.operation.responses;
}

function get(path: string): Provoke {
  return async real => real.call({path: `/api/v1${path}`});
}

function post(path: string, body?: string): Provoke {
  const content = body === undefined ? {} : {headers: json, body};
  return async real => real.call({method: 'POST', path: `/api/v1${path}`, ...content});
}

/** Of another server, in front of a FakeProx. */
function withServer(options: ApiRigOptions, provoke: Provoke): Provoke {
  return async () => {
    await using server = await ApiRig.start(options);
    return await provoke(server);
  };
}

function withFailure(failure: Error): Provoke {
  return withServer({}, async server => {
    server.prox.failure = failure;
    return server.call(STOP);
  });
}

/** An answer as it was on the wire. */
function fromText(text: string): HttpAnswer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map(line => line.toLowerCase().split(': ', 2)));
  return {status: Number(first.split(' ')[1]), headers, text: body};
}
