import {z} from 'zod';
import {host, port, text} from './fields.ts';
import {AT_KEY} from './problem-text.ts';
import {headers, pathPrefix, serviceName, targetUrl} from './service-fields.ts';
import {isRecord} from './unchecked-data.ts';

/** The key `services` of prox.yaml. */

const TARGETS = ['port', 'url'] as const;

const serviceKeys = z.strictObject({
  port: port()
    .optional()
    .describe('Where it listens. Exactly one of `port` and `url`.')
    .meta({examples: [3000]}),
  host: host()
    .optional()
    .describe('With `port`: a name or an address. `localhost` tries 127.0.0.1 and ::1.')
    // No default of the schema: whether it is written beside `url` must be seen.
    .meta({default: 'localhost'}),
  process: text()
    .optional()
    .describe(
      'The process that is behind it. Default: the one of the same name, else the only one with this port when the host is this machine.',
    )
    .meta({examples: ['web']}),
  path_prefix: pathPrefix()
    .optional()
    .describe('Only paths below it; the longest that fits is taken. Unset: every path.')
    .meta({examples: ['/api']}),
  url: targetUrl()
    .optional()
    .describe('In place of `port`: an outside http or https origin.')
    .meta({examples: ['https://api.example.com']}),
  headers: headers()
    .optional()
    .describe('Set on every request, in place of what the client sent.')
    .meta({examples: [{'X-Tenant': 'acme'}]}),
});

type ServiceKeys = z.infer<typeof serviceKeys>;

/** One service in its long form. */
export const service = serviceKeys
  .superRefine(checkTarget, {when: ({value}) => isRecord(value)})
  .meta({oneOf: TARGETS.map(target => ({required: [target]}))});

/** Also told beside a problem of another key, so that one run names all. */
function checkTarget(value: ServiceKeys, context: z.core.$RefinementCtx<ServiceKeys>): void {
  const report = (path: readonly string[], message: string): void =>
    context.addIssue({code: 'custom', path: [...path], params: AT_KEY, message});
  if (value.port === undefined && value.url === undefined) report([], 'must hold `port` or `url`');
  if (value.url === undefined) return;
  if (value.port !== undefined) {
    report(['url'], 'is a second target beside `port`; exactly one is allowed');
  } else if (value.host !== undefined) {
    report(['host'], 'is only for `port`; `url` names its host itself');
  }
}

const serviceForms = z.union(
  [
    port().transform((number): readonly ServiceKeys[] => [{port: number}]),
    service.transform((entry): readonly ServiceKeys[] => [entry]),
    z.array(service).nonempty({error: 'must not be empty'}),
  ],
  {error: 'must be a port, a map that holds `port` or `url`, or a list of such maps'},
);

/** By name; more than one of a name differ in `path_prefix`. */
export const services = z
  .record(serviceName(), serviceForms)
  .prefault({})
  .describe(
    'By name: what `<name>.<domain>` is proxied to. A number is short for a map with that `port`; a list holds maps that differ in `path_prefix`. `*` catches every other name.',
  );

export type ServiceInput = ServiceKeys;
