import {z} from 'zod';
import {
  command,
  duration,
  host,
  integer,
  origin,
  path,
  pathList,
  pattern,
  port,
  processName,
  size,
  stopSignal,
  text,
  token,
  variableName,
  variableValue,
} from './fields.ts';
import {httpAddress, tcpAddress} from './probe-addresses.ts';
import {isRecord} from './unchecked-data.ts';

/**
 * prox.yaml, declared once. The types, the checks, schema/prox.schema.json, the tables of
 * docs/reference/config.md and prox.yaml.example come from here.
 */

const api = z.strictObject({
  port: port({min: 0})
    .optional()
    .describe(
      'Unset: 5555, and when that is taken the next free port. Set: that port or a start error. `0`: any free port. `-p/--api-port` overrides.',
    )
    .meta({examples: [5555]}),
  host: host()
    .default('127.0.0.1')
    .describe('Address to listen on. Anything that is not loopback turns authentication on.'),
  auth: z
    .enum(['auto', 'always'])
    .default('auto')
    .describe(
      '`auto`: required unless the bind is loopback. Nothing turns it off on a bind that is not loopback.',
    ),
  token: token()
    .optional()
    .describe(
      '32 to 128 printable ASCII characters. Unset: `~/.prox/token`, made on first need. `PROX_TOKEN` in the environment wins.',
    )
    .meta({examples: ['0123456789abcdef0123456789abcdef']}),
  allowed_hosts: z.array(host()).default([]).describe('Extra `Host` names that the API accepts.'),
  cors_origins: z
    .array(origin())
    .default([])
    .describe('Extra origins that browsers may call from.'),
});

const MAX_SHUTDOWN_MS = 600_000;
const MAX_LINES = 10_000_000;

const logs = z.strictObject({
  max_lines: integer({min: 1, max: MAX_LINES})
    .default(10_000)
    .describe('Lines kept per process. Whichever limit is hit first evicts the oldest.'),
  max_bytes: size().prefault('8MB').describe('Bytes kept per process.'),
  max_line_bytes: size()
    .prefault('64KB')
    .describe(
      'A longer line is cut into entries of this size, each marked `truncated`; nothing is lost.',
    ),
});

/** Where a problem is shown: at the key, not at its value. */
export const AT_KEY = {at: 'key'} as const;

const PROBES = ['cmd', 'http', 'tcp', 'log'] as const;

const healthcheckKeys = z.strictObject({
  cmd: command()
    .optional()
    .describe('Healthy when it exits with 0. Runs with the env and cwd of the process.')
    .meta({examples: ['test -f ready']}),
  http: httpAddress()
    .optional()
    .describe('Healthy on a 2xx or 3xx answer, or on one of `status`. A URL or `:port/path`.')
    .meta({examples: [':3000/health']}),
  tcp: tcpAddress()
    .optional()
    .describe('Healthy when a connection is accepted. `host:port` or a port.')
    .meta({examples: ['localhost:5432']}),
  log: pattern()
    .optional()
    .describe('Healthy once a line of output matches this RE2 expression.')
    .meta({examples: ['listening on .*:\\d+']}),
  status: z
    .array(integer({min: 100, max: 599}))
    .nonempty({error: 'must not be empty'})
    .optional()
    .describe('With `http`: the answers that count as healthy, in place of 2xx and 3xx.')
    .meta({examples: [[200, 204]]}),
  interval: duration({positive: true})
    .prefault('10s')
    .describe('Time from one probe to the next. Greater than 0.'),
  timeout: duration({positive: true})
    .prefault('5s')
    .describe('A probe that takes longer has failed and is ended. Greater than 0.'),
  retries: integer({min: 1, max: 1000})
    .default(3)
    .describe('Failures in a row before the process is unhealthy.'),
  start_period: duration()
    .prefault('30s')
    .describe('Failures inside it do not count; a success inside it makes healthy at once.'),
  start_interval: duration({positive: true})
    .prefault('1s')
    .describe('In place of `interval` inside `start_period`. Greater than 0.'),
});

const healthcheck = healthcheckKeys.superRefine(checkProbes, {when: ({value}) => isRecord(value)});

type Healthcheck = z.infer<typeof healthcheckKeys>;

/** Also told beside a problem of another key, so that one run names all. */
function checkProbes(value: Healthcheck, context: z.core.$RefinementCtx<Healthcheck>): void {
  const report = (path: readonly string[], message: string): void =>
    context.addIssue({code: 'custom', path: [...path], params: AT_KEY, message});
  const [first, ...more] = PROBES.filter(probe => value[probe] !== undefined);
  if (first === undefined) report([], 'must hold one of `cmd`, `http`, `tcp` and `log`');
  for (const probe of more) {
    report([probe], `is a second probe beside \`${first}\`; exactly one is allowed`);
  }
  if (value.status !== undefined && value.http === undefined)
    report(['status'], 'is only for `http`');
}

/** A process in its long form, every key but `cmd` optional. */
const processKeys = z.strictObject({
  cmd: command()
    .describe('A string is run by `sh -c`, a list without a shell. `$` is never expanded by prox.')
    .meta({examples: ['npm run dev']}),
  cwd: path()
    .optional()
    .describe(
      'Relative to the folder of this file, which is also the default. Must exist at start.',
    )
    .meta({examples: ['./web']}),
  env: z
    .record(variableName(), variableValue())
    .default({})
    .describe('Wins over `env_file` and the environment of prox. Numbers and booleans become text.')
    .meta({examples: [{NODE_ENV: 'development', DEBUG: true}]}),
  env_file: pathList()
    .optional()
    .describe('Read after the `env_file` of the top level, again at every start; later wins.')
    .meta({examples: ['web.env']}),
  port: port()
    .optional()
    .describe('Given to the child as `PORT`, unless `env` or an env file sets that.')
    .meta({examples: [3000]}),
  healthcheck: healthcheck
    .meta({oneOf: PROBES.map(probe => ({required: [probe]}))})
    .optional()
    .describe(
      'Exactly one probe: `cmd`, `http`, `tcp` or `log`. Without it the health is unknown.',
    ),
  stop_signal: stopSignal().default('SIGTERM').describe('Sent to the process and all it started.'),
  stop_timeout: duration()
    .optional()
    .describe('Time from `stop_signal` to SIGKILL. Default: `shutdown_timeout`.')
    .meta({examples: ['10s']}),
  stop_cmd: text()
    .optional()
    .describe('Run by `sh -c` before the signal is sent.')
    .meta({examples: ['npm run stop']}),
  success_exit_codes: z
    .array(integer({min: 0, max: 255}))
    .default([0])
    .describe('Exit codes that count as a clean end.'),
  autostart: z.boolean().default(true).describe('`false`: shown as stopped and started on demand.'),
});

const processForms = z.union(
  [
    text()
      .transform((cmd): z.input<typeof processKeys> => ({cmd}))
      .pipe(processKeys),
    processKeys,
  ],
  {error: 'must be a command, or a map that holds `cmd`'},
);

/** The whole of prox.yaml without the top-level keys that begin with `x-`. */
export const fileSchema = z
  .strictObject({
    api: api.prefault({}).describe('The HTTP API that the commands, the TUI and programs use.'),
    env_file: pathList()
      .optional()
      .describe('Read for all processes. A missing file is an error.')
      .meta({examples: ['.env']}),
    shutdown_timeout: duration({positive: true, maxMs: MAX_SHUTDOWN_MS, max: '10m'})
      .prefault('10s')
      .describe(
        'Default stop budget of a process: time from its stop signal to SIGKILL. Greater than 0, at most 10m.',
      ),
    logs: logs.prefault({}).describe('What is kept in memory of the output of each process.'),
    processes: z
      .record(processName(), processForms)
      .refine(value => Object.keys(value).length > 0, {error: 'must hold at least one process'})
      .describe('By name, at least one. A string is short for a map with that `cmd`.')
      .meta({minProperties: 1}),
  })
  .meta({
    title: 'prox.yaml',
    description:
      'Processes that prox runs. Keys that begin with `x-` are ignored: anchors live there.',
    patternProperties: {'^x-': {}},
  });

export type FileInput = z.infer<typeof fileSchema>;
export type ProcessInput = z.infer<typeof processKeys>;
export type HealthcheckInput = Healthcheck;
