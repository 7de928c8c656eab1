import {z} from 'zod';
import {childFields} from './child-fields.ts';
import {dependsOn} from './depends-on-schema.ts';
import {duration, integer, port, processName, stopSignal, text} from './fields.ts';
import {healthcheck} from './healthcheck-schema.ts';
import {restart} from './restart-schema.ts';
import {serviceName} from './service-fields.ts';
import {watch} from './watch-schema.ts';

/** The key `processes` of prox.yaml. */

const processKeys = z.strictObject({
  ...childFields,
  port: z
    .union([port(), z.literal('auto')], {
      error: 'must be a whole number from 1 to 65535, or `auto`',
    })
    .optional()
    .describe(
      'Given to the child as `PORT`, unless `env` or an env file sets that. `auto`: a free port, the same until `prox down`.',
    )
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
  depends_on: dependsOn(),
  restart,
  watch: watch.optional(),
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
  groups: z
    .array(processName())
    .default([])
    .describe('Groups that it belongs to, besides those of the key `groups`.'),
  tty: z
    .boolean()
    .default(false)
    .describe('It gets a terminal of its own: colours, progress bars and prompts.'),
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

export const processes = z
  .record(processName(), processForms)
  .prefault({})
  .describe(
    'By name: what lives until it is stopped. A string is short for a map with that `cmd`.',
  );

export type ProcessInput = z.infer<typeof processKeys>;
