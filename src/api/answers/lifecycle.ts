import * as z from 'zod';
import type {StartUpReport, StartUpTimes} from '../../core/start-up-report.ts';
import type {RunChanges, WhyReport} from '../../core/why-report.ts';
import {objectOf} from './component.ts';
import {
  healthcheck,
  healthWord,
  portConflict,
  processKind,
  processStatus,
  requirement,
} from './process.ts';
import {amount, count, instant, text, texts} from './values.ts';

const runChanges = objectOf<RunChanges>('RunChanges')({
  config: texts.describe('Keys of the process in prox.yaml'),
  env_added: texts,
  env_removed: texts,
  env_changed: texts,
});

export const why = objectOf<WhyReport>('Why')({
  name: text,
  kind: processKind,
  status: processStatus,
  health: healthWord,
  since: instant.describe('Since when it has this status'),
  cause: text.nullable().describe('Null when all is well'),
  next_step: text.nullable().describe('What to do about it'),
  exit_code: count.nullable(),
  signal: text.nullable(),
  restarts: count,
  next_restart_ms: count.nullable(),
  waiting_on: texts,
  port_conflict: portConflict.nullable(),
  healthcheck,
  watch_paused_reason: text.nullable(),
  last_lines: texts.describe('Of its latest run'),
  changes: runChanges.nullable().describe('Since the last run that went well'),
});

const startUpTimes = objectOf<StartUpTimes>('StartUpTimes')({
  name: text,
  kind: processKind,
  status: processStatus,
  depends_on: z.array(requirement),
  asked_ms: amount.describe('All times count from when prox began to start processes'),
  spawned_ms: amount.nullable(),
  first_line_ms: amount.nullable(),
  port_open_ms: amount.nullable(),
  healthy_ms: amount.nullable(),
  ready_ms: amount.nullable().describe('When those who wait for it could go on'),
  failed_ms: amount.nullable().describe('Since when it is crashed or blocked'),
});

export const startUp = objectOf<StartUpReport>('StartUp')({
  total_ms: amount.nullable().describe('Until the last was ready; null while one is not'),
  elapsed_ms: amount,
  processes: z.array(startUpTimes),
  critical_path: texts.describe('The chain of processes that took longest'),
});
