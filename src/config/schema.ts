import {z} from 'zod';
import {dependencies} from './dependency-schema.ts';
import {
  duration,
  host,
  integer,
  origin,
  pathList,
  port,
  processName,
  size,
  text,
  token,
} from './fields.ts';
import {processes} from './process-schema.ts';
import {certs, proxy} from './proxy-schema.ts';
import {services} from './service-schema.ts';
import {tasks} from './task-schema.ts';

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

/** The whole of prox.yaml without the top-level keys that begin with `x-`. */
export const fileSchema = z
  .strictObject({
    api: api.prefault({}).describe('The HTTP API that the commands, the TUI and programs use.'),
    env_file: pathList()
      .optional()
      .describe('Read for all processes. What is missing, or not a regular file, is an error.')
      .meta({examples: ['.env']}),
    shutdown_timeout: duration({positive: true, maxMs: MAX_SHUTDOWN_MS, max: '10m'})
      .prefault('10s')
      .describe(
        'Default stop budget of a process: time from its stop signal to SIGKILL. Greater than 0, at most 10m.',
      ),
    logs: logs.prefault({}).describe('What is kept in memory of the output of each process.'),
    processes,
    tasks,
    dependencies,
    groups: z
      .record(processName(), z.array(text()).nonempty({error: 'must not be empty'}))
      .default({})
      .describe('By name: lists of processes and tasks. Commands take a group like its members.')
      .meta({examples: [{backend: ['web', 'worker']}]}),
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
