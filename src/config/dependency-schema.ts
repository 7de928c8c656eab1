import {z} from 'zod';
import {command, duration, processName, text} from './fields.ts';
import {httpAddress, tcpAddress} from './probe-addresses.ts';
import {AT_KEY} from './problem-text.ts';
import {isRecord} from './unchecked-data.ts';

/** The key `dependencies` of prox.yaml. */

const PROBES = ['tcp', 'http', 'cmd'] as const;

const checkKeys = z.strictObject({
  tcp: tcpAddress()
    .optional()
    .describe('There when a connection is accepted. `host:port` or a port.')
    .meta({examples: ['localhost:5432']}),
  http: httpAddress()
    .optional()
    .describe('There on a 2xx or 3xx answer. A URL or `:port/path`.')
    .meta({examples: ['http://localhost:9200/']}),
  cmd: command()
    .optional()
    .describe('There when it exits with 0.')
    .meta({examples: ['pg_isready']}),
});

type Check = z.infer<typeof checkKeys>;

const check = checkKeys
  .superRefine(checkProbes, {when: ({value}) => isRecord(value)})
  .meta({oneOf: PROBES.map(probe => ({required: [probe]}))});

/** Also told beside a problem of another key, so that one run names all. */
function checkProbes(value: Check, context: z.core.$RefinementCtx<Check>): void {
  const report = (path: readonly string[], message: string): void =>
    context.addIssue({code: 'custom', path: [...path], params: AT_KEY, message});
  const [first, ...more] = PROBES.filter(probe => value[probe] !== undefined);
  if (first === undefined) report([], 'must hold one of `tcp`, `http` and `cmd`');
  for (const probe of more) {
    report([probe], `is a second check beside \`${first}\`; exactly one is allowed`);
  }
}

const dependencyKeys = z.strictObject({
  check: check.describe('Exactly one of `tcp`, `http` and `cmd`.'),
  timeout: duration({positive: true})
    .prefault('30s')
    .describe('When it is not there by then, `on_failure` says what follows. Greater than 0.'),
  interval: duration({positive: true})
    .prefault('1s')
    .describe('Time from one check to the next. Greater than 0.'),
  start: text()
    .optional()
    .describe(
      'Run once by `sh -c` when the first check fails. prox never stops what it brought up.',
    )
    .meta({examples: ['docker compose up -d db']}),
  on_failure: z
    .enum(['fail', 'warn'])
    .default('fail')
    .describe('`fail`: what depends on it is blocked. `warn`: it starts all the same.'),
});

export const dependencies = z
  .record(processName(), dependencyKeys)
  .prefault({})
  .describe('By name: outside things, such as a database, that prox waits for and never stops.');

export type DependencyInput = z.infer<typeof dependencyKeys>;
