import type {Prox} from '../core/prox.ts';
import type {Route} from './route.ts';

/** A method of Prox, asked over HTTP. */
export type Operation = keyof Prox;

type KindOf<O extends Operation> =
  ReturnType<Prox[O]> extends AsyncIterable<unknown>
    ? 'stream'
    : ReturnType<Prox[O]> extends Promise<void>
      ? 'change' | 'deletion'
      : 'json' | 'creation';

type RouteTable = {readonly [O in Operation]: Route & {readonly kind: KindOf<O>}};

/**
 * The HTTP API, one row per operation. The server, the client and docs/reference/api.md loop over it;
 * an operation without a row, or of the wrong kind, does not compile.
 */
export const ROUTES: RouteTable = {
  status: {method: 'GET', path: '/status', kind: 'json', summary: 'The state of prox itself'},
  health: {
    method: 'GET',
    path: '/health',
    kind: 'json',
    summary: 'Whether all is well, without names',
    at: 'root and prefix',
    isPublic: true,
  },
  ready: {
    method: 'GET',
    path: '/ready',
    kind: 'json',
    summary: 'Whether all is ready: 200, or 503',
    alsoAnswers: {status: 503, when: 'Not all is ready'},
    at: 'root and prefix',
  },
  version: {method: 'GET', path: '/version', kind: 'json', summary: 'What runs, and on what'},
  processes: {
    method: 'GET',
    path: '/processes',
    kind: 'json',
    summary: 'Every process, in the order of prox.yaml',
  },
  followProcesses: {
    method: 'GET',
    path: '/processes/stream',
    kind: 'stream',
    summary: 'The list of processes now and on every change',
  },
  process: {
    method: 'GET',
    path: '/processes/{name}',
    kind: 'json',
    summary: 'One process in detail',
  },
  start: {
    method: 'POST',
    path: '/processes/{name}/start',
    kind: 'change',
    summary: 'Start a process; answers when it runs',
  },
  stop: {
    method: 'POST',
    path: '/processes/{name}/stop',
    kind: 'change',
    summary: 'Stop a process; answers when its whole group is gone',
  },
  restart: {
    method: 'POST',
    path: '/processes/{name}/restart',
    kind: 'change',
    summary: 'Restart a process; answers when the new child runs',
  },
  send: {
    method: 'POST',
    path: '/processes/{name}/input',
    kind: 'change',
    takesBody: 'json',
    summary: 'Type into the terminal of a process with `tty: true`',
  },
  resize: {
    method: 'POST',
    path: '/processes/{name}/terminal',
    kind: 'change',
    takesBody: 'json',
    summary: 'Set the size of the terminal of a process',
  },
  why: {
    method: 'GET',
    path: '/processes/{name}/why',
    kind: 'json',
    summary: 'Why a process is as it is, and what to do about it',
  },
  startUp: {
    method: 'GET',
    path: '/start-up',
    kind: 'json',
    summary: 'How the start went: the steps of each process, and what took longest',
  },
  stats: {
    method: 'GET',
    path: '/stats',
    kind: 'json',
    summary: 'Counts, rates, and what prox and its children use',
  },
  usage: {
    method: 'GET',
    path: '/stats/processes',
    kind: 'json',
    summary: 'CPU and memory of every process',
  },
  processStats: {
    method: 'GET',
    path: '/processes/{name}/stats',
    kind: 'json',
    summary: 'What one process uses: its whole tree, and the ports that it listens on',
  },
  config: {
    method: 'GET',
    path: '/config',
    kind: 'json',
    summary: 'The config that runs, secrets hidden',
  },
  validateConfig: {
    method: 'POST',
    path: '/config/validate',
    kind: 'json',
    takesBody: 'yaml',
    summary: 'Check a prox.yaml: the body, or the file on disk',
  },
  reload: {
    method: 'POST',
    path: '/config/reload',
    kind: 'json',
    summary: 'Apply an edited prox.yaml: what has changed, and only that',
  },
  logs: {method: 'GET', path: '/logs', kind: 'json', summary: 'Log entries that are held'},
  followLogs: {
    method: 'GET',
    path: '/logs/stream',
    kind: 'stream',
    summary: 'Log entries as they come',
  },
  events: {
    method: 'GET',
    path: '/events',
    kind: 'json',
    summary: 'What happened, newest first',
  },
  countEvents: {
    method: 'GET',
    path: '/events/count',
    kind: 'json',
    summary: 'How many warnings and criticals nobody has acknowledged',
  },
  followEvents: {
    method: 'GET',
    path: '/events/stream',
    kind: 'stream',
    summary: 'Events as they happen',
  },
  acknowledgeEvent: {
    method: 'POST',
    path: '/events/{id}/ack',
    kind: 'change',
    summary: 'Acknowledge an event',
  },
  acknowledgeEvents: {
    method: 'POST',
    path: '/events/ack',
    kind: 'json',
    takesBody: 'json',
    summary: 'Acknowledge several events, or all',
  },
  requests: {
    method: 'GET',
    path: '/proxy/requests',
    kind: 'json',
    summary: 'What went through the proxy, newest first',
  },
  followRequests: {
    method: 'GET',
    path: '/proxy/requests/stream',
    kind: 'stream',
    summary: 'Requests through the proxy as they finish',
  },
  request: {
    method: 'GET',
    path: '/proxy/requests/{id}',
    kind: 'json',
    summary: 'One request with what was captured of it',
  },
  clearRequests: {
    method: 'DELETE',
    path: '/proxy/requests',
    kind: 'deletion',
    summary: 'Forget the requests that have finished',
  },
  routes: {
    method: 'GET',
    path: '/proxy/routes',
    kind: 'json',
    summary: 'Which host names go where',
  },
  addRoute: {
    method: 'POST',
    path: '/proxy/routes',
    kind: 'creation',
    summary: 'Add a route while prox runs',
  },
  removeRoute: {
    method: 'DELETE',
    path: '/proxy/routes/{subdomain}',
    kind: 'deletion',
    summary: 'Remove a route that was added while prox runs',
  },
  certs: {
    method: 'GET',
    path: '/proxy/certs',
    kind: 'json',
    summary: 'The CA and the certificates of the HTTPS listener',
  },
  shutdown: {method: 'POST', path: '/shutdown', kind: 'json', summary: 'Stop everything and end'},
};

export const OPERATIONS = Object.keys(ROUTES) as readonly Operation[];
