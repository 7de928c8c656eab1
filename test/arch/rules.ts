/** A place in src: a folder (`core`) or a file (`core/clock.ts`). */
export type Place = string;

export interface Ownership {
  readonly owners: readonly Place[];
  readonly why: string;
}

/** Which folders of src a folder may import, itself aside; type imports count. */
export const LAYERS: Readonly<Record<string, Ownership>> = {
  core: {owners: [], why: 'what prox is, without a word of how'},
  config: {owners: ['core'], why: 'a file becomes data; nothing runs'},
  os: {owners: ['core'], why: 'facts of the operating system, whoever needs them'},
  supervisor: {owners: ['core', 'config', 'os'], why: 'children and their output, whoever asks'},
  proxy: {owners: ['core', 'config', 'os'], why: 'HTTP between clients and targets'},
  app: {
    owners: ['core', 'config', 'supervisor', 'proxy'],
    why: 'puts the parts together, knows no HTTP',
  },
  api: {owners: ['core', 'config'], why: 'HTTP around the Prox interface, whoever answers it'},
  client: {
    owners: ['core', 'api'],
    why: 'what programs and pages import; it runs without Node',
  },
  daemon: {
    owners: ['core', 'os', 'api'],
    why: 'finds and starts a prox, and speaks to it as a client',
  },
  render: {owners: ['core', 'api'], why: 'what is shown becomes text, whoever shows it'},
  tui: {owners: ['core', 'render'], why: 'a reader of the Prox interface, whoever answers it'},
  cli: {
    owners: [
      'core',
      'config',
      'os',
      'supervisor',
      'proxy',
      'app',
      'api',
      'daemon',
      'render',
      'tui',
    ],
    why: 'the only place that sees it all',
  },
};

/** Who may import a package, or a file outside src; what is not here may be imported by nobody. */
export const PACKAGES: Readonly<Record<string, Ownership>> = {
  execa: {owners: ['supervisor/spawn.ts'], why: 'one place spawns children'},
  '@lydell/node-pty': {
    owners: ['supervisor/pty.ts'],
    why: 'optional: loaded for a process with `tty: true` only',
  },
  'tree-kill': {
    owners: ['supervisor/terminate.ts'],
    why: 'it needs a guard: it can crash its caller',
  },
  'http-proxy': {
    owners: ['proxy/exchange/forward.ts'],
    why: 'it needs a guard: left alone it can crash, hang and smuggle',
  },
  'http-proxy/lib/http-proxy/common.js': {
    owners: ['proxy/exchange/forward.ts'],
    why: 'its way to build a request is replaced',
  },
  '@peculiar/x509': {owners: ['proxy/certificates'], why: 'certificates are made in one place'},
  'reflect-metadata': {owners: ['proxy/certificates'], why: '@peculiar/x509 needs it'},
  chokidar: {
    owners: ['supervisor/watch/file-watcher.ts', 'supervisor/watch/new-folders.ts'],
    why: 'loaded only when something is watched; its gaps are closed there',
  },
  open: {owners: ['cli/open-in-browser.ts'], why: 'one place opens a browser'},
  re2js: {
    owners: ['supervisor', 'config', 'cli/show-screen.ts'],
    why: 'patterns of users, in linear time',
  },
  yaml: {
    owners: ['config', 'cli/init'],
    why: 'prox.yaml is read in one place, and written in one',
  },
  picomatch: {owners: ['supervisor/watch/watch-paths.ts', 'cli/init'], why: 'patterns of paths'},
  dotenv: {owners: ['supervisor', 'config'], why: 'env files'},
  'dotenv-expand': {owners: ['supervisor', 'config'], why: 'env files'},
  zod: {
    owners: [
      'config',
      'api/schemas.ts',
      'api/parameters.ts',
      'api/inputs',
      'api/answers',
      'api/openapi',
    ],
    why: '45 ms to load: not on the path of a client',
  },
  fastify: {
    owners: ['api/server.ts', 'api/admission.ts', 'api/request-input.ts'],
    why: 'one place serves HTTP',
  },
  'prom-client': {
    owners: ['api/metrics.ts'],
    why: 'loaded with the first scrape: one place speaks to Prometheus',
  },
  ws: {
    owners: ['api/websocket.ts', 'api/socket-session.ts'],
    why: 'loaded with the first upgrade; it needs bounds for what clients send and do not read',
  },
  'eventsource-parser': {owners: ['api/client.ts'], why: 'one place reads streams'},
  ink: {owners: ['tui/view'], why: 'loaded with the screen only'},
  react: {owners: ['tui/view'], why: 'loaded with the screen only'},
  'string-width': {owners: ['tui/text'], why: 'columns of characters'},
  commander: {owners: ['cli'], why: 'only the command line parses a command line'},
  chalk: {owners: ['render/paint.ts'], why: 'colours by meaning, in one place'},
  '../package.json': {
    owners: ['cli/version.ts'],
    why: 'the version is read once, when it is built',
  },
};

/** Parts of Node that not everybody may use. */
export const NODE_MODULES: Readonly<Record<string, Ownership>> = {
  'node:child_process': {
    owners: [
      'supervisor',
      'daemon/launched-prox.ts',
      'os/host-lookup.ts',
      'os/ps.ts',
      'os/system-clipboard.ts',
      'os/trust-store.ts',
    ],
    why: 'processes are started by the supervisor, prox itself by launched-prox.ts, tools of the system by os',
  },
  'node:http': {owners: ['api', 'supervisor', 'proxy'], why: 'the API, the proxy, and probes'},
  'node:https': {owners: ['proxy', 'supervisor'], why: 'the proxy, and probes'},
  'node:http2': {owners: ['proxy'], why: 'the proxy'},
  'node:tls': {owners: ['proxy'], why: 'the proxy'},
};

export interface GlobalRule extends Ownership {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Globals that have one owner, so that tests can take its place. */
export const GLOBALS: readonly GlobalRule[] = [
  {
    name: 'process.exit',
    // A record of a process has an `exitCode` too: reading one is no breach.
    pattern: /\bprocess\.exit(?:\(|Code\s*[?|]*=(?!=))/,
    owners: ['cli/main.ts'],
    why: 'argv in, exit code out: one place decides',
  },
  {
    name: 'console',
    pattern: /\bconsole\./,
    owners: [],
    why: 'it writes past every bound and colour rule',
  },
  {
    name: 'process.stdout',
    pattern: /\bprocess\.std(?:out|err)\b/,
    owners: ['cli/main.ts', 'cli/screen-terminal.ts'],
    why: 'they go to stream-sink.ts, or to the modes of the terminal UI, which bear broken pipes and stopped terminals',
  },
  {
    name: 'time',
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(?:Timeout|Interval)\b/,
    owners: ['core/clock.ts'],
    why: 'time is handed in as a Clock, so that tests own it',
  },
];

interface Forbidden {
  readonly name: string;
  readonly pattern: RegExp;
}

export const FORBIDDEN_IN_CODE: readonly Forbidden[] = [
  {name: 'any', pattern: /(?:[:<|&,(]\s*|\bas\s+)any\b(?!\s+\w)/},
  {name: 'a non-null assertion', pattern: /[\w)\]]!(?=[.;,)\][]|$)/},
];

/** Also in comments. */
export const FORBIDDEN_ANYWHERE: readonly Forbidden[] = [
  {name: 'a suppressed check', pattern: /@ts-|(?:ox|es)lint-disable/},
  {name: 'an open end', pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/},
];

export const MAX_FILE_LINES = 250;
/** A folder is a chapter; these names say nothing of what is inside. */
export const EMPTY_NAMES = /(?:^|\/)(?:index|utils?|common|helpers?|types|misc)(?:\.ts|\/)/;
