import {z} from 'zod';
import {duration, hostList, integer, path, port, size} from './fields.ts';
import {AT_KEY} from './problem-text.ts';
import {domain} from './service-fields.ts';
import {isRecord} from './unchecked-data.ts';

/** The keys `proxy` and `certs` of prox.yaml. */

export const DEFAULT_HTTP_PORT = 6788;
export const DEFAULT_MAX_BODY = '1MB';
export const DEFAULT_DISK_BUDGET = '200MB';

const MAX_REQUESTS = 100_000;

function portOrNone() {
  return z.union([port({min: 0}), z.literal(false)], {
    error: 'must be a port, or `false` for none',
  });
}

const capture = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Keep headers and bodies of requests. `--capture` and `--no-capture` override.'),
  max_body_size: size()
    .prefault(DEFAULT_MAX_BODY)
    .describe('Kept per body; more is cut and marked. At most `disk_budget`.'),
  disk_budget: size()
    .prefault(DEFAULT_DISK_BUDGET)
    .describe('Kept on disk in all; the oldest bodies go first.'),
});

/** The dev proxy. That it is written turns the proxy on. */
export const proxy = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .describe('Default: on when `proxy` or any service is there. `--no-proxy` turns it off.')
    .meta({examples: [true]}),
  http_port: portOrNone()
    .default(DEFAULT_HTTP_PORT)
    .describe('`0`: any free port. `false`: no HTTP. `--http-port` overrides.'),
  https_port: portOrNone()
    .optional()
    .describe('Unset or `false`: no HTTPS. `0`: any free port. `--https-port` overrides.')
    .meta({examples: [6789]}),
  http2: z
    .union([z.literal('auto'), z.boolean()], {error: 'must be `auto`, `true` or `false`'})
    .default('auto')
    .describe('HTTP/2 on the HTTPS port. `auto`: on from Node 22.11.'),
  host: hostList()
    .prefault(['127.0.0.1', '::1'])
    .describe('Addresses to listen on. `0.0.0.0` opens the proxy to the network.'),
  domain: domain()
    .prefault('localhost')
    .describe(
      'Services are at `<service>.<domain>`. Browsers know names below `localhost` by themselves; another DNS name must lead to this machine.',
    ),
  capture: capture.prefault({}).describe('What is kept of requests besides their records.'),
  max_requests: integer({min: 1, max: MAX_REQUESTS})
    .default(1000)
    .describe('Records of requests kept; the oldest go first.'),
  hold: duration()
    .prefault('30s')
    .describe(
      'How long a request waits for a target that is starting or restarting. `0`: not at all.',
    ),
});

const certKeys = z.strictObject({
  dir: path()
    .default('~/.prox/certs')
    .describe('Where the local CA and the certificates are. `~/` is the home folder.'),
  auto_generate: z
    .boolean()
    .default(true)
    .describe('Make the CA and a certificate per host name when they are missing.'),
  cert_file: path()
    .optional()
    .describe('A certificate of your own (PEM). Needs `key_file`.')
    .meta({examples: ['certs/dev.pem']}),
  key_file: path()
    .optional()
    .describe('Its key (PEM). Needs `cert_file`.')
    .meta({examples: ['certs/dev-key.pem']}),
});

type Certs = z.infer<typeof certKeys>;

/** Certificates of the HTTPS listener. */
export const certs = certKeys.superRefine(checkPair, {when: ({value}) => isRecord(value)});

function checkPair(value: Certs, context: z.core.$RefinementCtx<Certs>): void {
  const report = (key: string, other: string): void =>
    context.addIssue({
      code: 'custom',
      path: [key],
      params: AT_KEY,
      message: `needs \`${other}\` beside it`,
    });
  if (value.key_file === undefined && value.cert_file !== undefined) {
    report('cert_file', 'key_file');
  }
  if (value.cert_file === undefined && value.key_file !== undefined) {
    report('key_file', 'cert_file');
  }
}

export type CertsInput = Certs;
