import {z} from 'zod';
import {
  command,
  duration,
  host,
  integer,
  origin,
  path,
  pathList,
  port,
  processName,
  size,
  stopSignal,
  text,
  token,
  variableName,
  variableValue,
} from './fields.ts';
import {healthcheck} from './healthcheck-schema.ts';
import {certs, proxy} from './proxy-schema.ts';
import {serviceName} from './service-fields.ts';
import {services} from './service-schema.ts';

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
  service: z
    .union([serviceName(), z.literal(true)], {error: 'must be the name of a service, or `true`'})
    .optional()
    .describe(
      'Proxies `<service>.<domain>` to `port`. `true`: by the name of the process. Short for an entry of `services`.',
    )
    .meta({examples: [true]}),
  healthcheck: healthcheck
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
    proxy: proxy
      .optional()
      .describe('The dev proxy: services by host name. Writing the key turns it on.'),
    services,
    certs: certs.prefault({}).describe('Certificates of the HTTPS port of the proxy.'),
  })
  .meta({
    title: 'prox.yaml',
    description:
      'Processes that prox runs. Keys that begin with `x-` are ignored: anchors live there.',
    patternProperties: {'^x-': {}},
  });

export type FileInput = z.infer<typeof fileSchema>;
export type ProcessInput = z.infer<typeof processKeys>;
