import * as z from 'zod';
import type {ConfigProblem, ConfigReport, ConfigVerdict} from '../../core/config-report.ts';
import type {WireReload} from '../wire-answer.ts';
import {objectOf} from './component.ts';
import {stopFailure} from './supervisor.ts';
import {count, instant, text, texts} from './values.ts';

export const config = objectOf<ConfigReport>('Config')({
  config_file: text.describe('Absolute path'),
  loaded_at: instant,
  changed_on_disk: z.boolean().describe('The file differs from what runs'),
  config: z.record(text, z.unknown()).describe('Every default filled in, secrets `[REDACTED]`'),
});

const configProblem = objectOf<ConfigProblem>('ConfigProblem')({
  path: text.describe('Dotted path of the key, or empty'),
  line: count.describe('From 1'),
  column: count.describe('From 1'),
  message: text,
});

export const configVerdict = objectOf<ConfigVerdict>('ConfigVerdict')({
  valid: z.boolean(),
  errors: z.array(configProblem).describe('Sorted by place'),
  warnings: texts.describe('What is valid, and has no effect'),
});

export const reload = objectOf<WireReload>('Reload')({
  success: z.boolean().describe('Nothing went wrong while it was applied'),
  dry_run: z.boolean(),
  processes: z.object({
    added: texts,
    removed: texts,
    restarted: texts,
    updated: texts.describe('Without a new child'),
    unchanged: texts,
  }),
  changes: z.array(z.object({name: text, keys: texts.describe('Keys of prox.yaml')})),
  routes: z.object({added: texts, removed: texts, changed: texts, unchanged: texts}),
  restart_required: texts.describe('Keys that only a new start of prox applies'),
  failures: z.array(stopFailure),
});
