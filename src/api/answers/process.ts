import * as z from 'zod';
import {CONDITIONS, type Requirement} from '../../core/dependency-graph.ts';
import {HEALTHS} from '../../core/health.ts';
import {
  PROCESS_KINDS,
  type HealthcheckReport,
  type PortConflict,
  type ProcessDetail,
  type ProcessList,
  type ProcessSummary,
} from '../../core/process-report.ts';
import {PROCESS_STATUSES} from '../../core/process-state.ts';
import {component, objectOf} from './component.ts';
import {count, instant, text, texts} from './values.ts';

export const processKind = z.enum(PROCESS_KINDS);
export const processStatus = component('ProcessStatus', z.enum(PROCESS_STATUSES));
export const healthWord = z
  .enum(HEALTHS)
  .describe('`unknown` before the first check, and without one');

export const requirement = objectOf<Requirement>('Requirement')({
  name: text,
  condition: z.enum(CONDITIONS).describe('`ready` is for outside dependencies'),
});

export const portConflict = objectOf<PortConflict>('PortConflict')({
  port: count,
  pid: count.describe('Who holds the port'),
  command: text,
  cwd: text.describe('Empty when it cannot be told'),
  project: text.nullable().describe('The folder of the prox that it belongs to'),
  process: text.nullable().describe('The process of that prox'),
});

export const healthcheck = objectOf<HealthcheckReport>('Healthcheck')({
  enabled: z.boolean(),
  last_check: instant.nullable(),
  last_output: text.describe('At most 1,000 characters'),
  consecutive_failures: count,
});

const summary = {
  name: text,
  kind: processKind,
  status: processStatus,
  pid: count.describe('0 when there is none'),
  uptime_seconds: count,
  restarts: count,
  health: healthWord,
  exit_code: count.nullable(),
  signal: text.nullable(),
  port: count.nullable(),
  url: text.nullable().describe('Of its service, through the proxy'),
  reason: text.nullable().describe('Why it is crashed'),
  ready: z.boolean().describe('It does what others wait for'),
  depends_on: z.array(requirement),
  waiting_on: texts.describe('What is not there yet, while it is waiting or blocked'),
  blocked_reason: text.nullable(),
  next_restart_ms: count.nullable(),
  watch_paused: z.boolean().describe('Changed files do nothing just now'),
  groups: texts,
  port_conflict: portConflict.nullable().describe('Who holds its port'),
};

const processSummary = objectOf<ProcessSummary>('ProcessSummary')(summary);

export const processList = objectOf<ProcessList>('ProcessList')({
  processes: z.array(processSummary).describe('In the order of prox.yaml'),
});

export const processDetail = objectOf<ProcessDetail>('ProcessDetail')({
  ...summary,
  healthcheck,
  cmd: z.union([text, texts]),
  env: z
    .record(text, text)
    .describe('What prox.yaml and its env files add; secrets are `[REDACTED]`'),
  cwd: text.describe('Absolute path'),
  stop_timeout_ms: count,
  restart_policy: z.enum(['no', 'on-failure', 'always']),
  watch: z
    .object({paths: texts, paused_reason: text.nullable()})
    .nullable()
    .describe('Null when nothing is watched'),
  tty: z.boolean().describe('It runs in a terminal of its own, and takes input'),
});
