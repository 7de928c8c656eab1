import * as z from 'zod';
import {
  API_VERSION,
  type HealthReport,
  type StopFailure,
  type SupervisorStatus,
  type VersionReport,
} from '../../core/prox.ts';
import type {Warning} from '../../core/warning.ts';
import type {WireReady, WireShutdown} from '../wire-answer.ts';
import {component, objectOf} from './component.ts';
import {count, text} from './values.ts';

const apiVersion = z.literal(API_VERSION);

const warning = objectOf<Warning>('Warning')({
  code: text,
  message: text,
  hint: text.nullable().describe('The next step, mostly a command'),
});

export const status = objectOf<SupervisorStatus>('Status')({
  status: z.enum(['starting', 'running', 'stopping']),
  uptime_seconds: count,
  config_file: text.describe('Absolute path'),
  api_version: apiVersion,
  version: text.describe('Of prox'),
  pid: count.describe('Of prox'),
  project_dir: text.describe('Absolute path'),
  config_changed: z.boolean().describe('The file on disk differs from what runs'),
  proxy: z
    .object({
      enabled: z.literal(true),
      http_port: count.nullable(),
      https_port: count.nullable(),
      domain: text,
    })
    .nullable()
    .describe('Null when it is not enabled'),
  warnings: z.array(warning),
});

export const health = objectOf<HealthReport>('Health')({
  status: z.enum(['ok', 'degraded']),
  version: text.describe('Of prox'),
  uptime_seconds: count,
  processes: z.object({total: count, running: count, unhealthy: count}),
});

export const ready = objectOf<WireReady>('Ready')({
  ready: z.boolean(),
  not_ready: count.exactOptional().describe('How many are not; only when some are'),
});

export const version = objectOf<VersionReport>('Version')({
  version: text,
  git_commit: z.null(),
  build_time: z.null(),
  node_version: text,
  platform: text.describe('As Node names it: linux, darwin, win32'),
  api_version: apiVersion,
});

export const stopFailure = objectOf<StopFailure>('StopFailure')({
  process: text,
  error: text,
  code: text,
});

export const success = component('Success', z.object({success: z.literal(true)}));

export const shutdown = objectOf<WireShutdown>('Shutdown')({
  success: z.literal(true),
  waited: z.literal(true).exactOptional().describe('With `wait` only'),
  failures: z.array(stopFailure).exactOptional().describe('With `wait` only'),
});
