import {z} from 'zod';
import {command, duration, integer, pattern} from './fields.ts';
import {httpAddress, tcpAddress} from './probe-addresses.ts';
import {AT_KEY} from './problem-text.ts';
import {isRecord} from './unchecked-data.ts';

/** The key `healthcheck` of a process in prox.yaml. */

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
  on_unhealthy: z
    .enum(['none', 'restart'])
    .default('none')
    .describe(
      '`restart`: when it becomes unhealthy it is restarted, with the back-off and limits of `restart`.',
    ),
});

export const healthcheck = healthcheckKeys
  .superRefine(checkProbes, {when: ({value}) => isRecord(value)})
  .meta({oneOf: PROBES.map(probe => ({required: [probe]}))});

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

export type HealthcheckInput = Healthcheck;
