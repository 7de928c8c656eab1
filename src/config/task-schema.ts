import {z} from 'zod';
import {childFields} from './child-fields.ts';
import {dependsOn} from './depends-on-schema.ts';
import {duration, processName, text} from './fields.ts';

/** The key `tasks` of prox.yaml. */

const taskKeys = z.strictObject({
  ...childFields,
  cmd: childFields.cmd.meta({examples: ['npm run migrate']}),
  depends_on: dependsOn().meta({examples: [['db']]}),
  timeout: duration()
    .prefault('60s')
    .describe('A task that runs longer is ended and has failed. `0`: no limit.'),
  stop_timeout: duration()
    .optional()
    .describe('Time from SIGTERM to SIGKILL. Default: `shutdown_timeout`.')
    .meta({examples: ['10s']}),
});

const taskForms = z.union(
  [
    text()
      .transform((cmd): z.input<typeof taskKeys> => ({cmd}))
      .pipe(taskKeys),
    taskKeys,
  ],
  {error: 'must be a command, or a map that holds `cmd`'},
);

export const tasks = z
  .record(processName(), taskForms)
  .prefault({})
  .describe(
    'By name: what runs to its end, once per `prox up`. A string is short for a map with that `cmd`.',
  );

export type TaskInput = z.infer<typeof taskKeys>;
