import * as z from 'zod';
import type {CertificateList, CertificateReport} from '../../core/certificate.ts';
import type {RouteList, RouteReport, RouteStats} from '../../core/route.ts';
import {objectOf} from './component.ts';
import {processStatus} from './process.ts';
import {count, instant, text, texts} from './values.ts';

const routeStats = objectOf<RouteStats>('RouteStats')({
  requests: count,
  errors: count.describe('A status of 500 and above, or the target broke off'),
  in_flight: count,
  bytes_in: count,
  bytes_out: count,
  last_request_at: instant.nullable(),
});

export const route = objectOf<RouteReport>('Route')({
  subdomain: text.describe('`*` catches every name that no other route has'),
  url: text.nullable().describe('The first that is served of `urls`'),
  urls: z.object({http: text.nullable(), https: text.nullable()}),
  path_prefix: text.nullable().describe('Null: every path'),
  target: z.object({host: text, port: count, url: text}),
  process: text.nullable(),
  process_status: processStatus.nullable().describe('Null when there is no process'),
  process_reason: text.nullable().describe('Why it is crashed'),
  source: z.enum(['config', 'runtime']),
  state: z.enum(['active', 'unreachable', 'unknown']).describe('By the last attempt to connect'),
  stats: routeStats,
  expires_at: instant.nullable().describe('With a time to live'),
});

export const routeList = objectOf<RouteList>('RouteList')({routes: z.array(route)});

const certificate = objectOf<CertificateReport>('Certificate')({
  domains: texts.describe('Of a CA its name'),
  is_ca: z.boolean(),
  issuer: text,
  not_before: instant,
  not_after: instant,
  days_remaining: z.int(),
  trusted: z.boolean().nullable().describe('By the system; null where that cannot be told'),
  fingerprint_sha256: text.describe('Lower-case hex'),
  source: z.enum(['prox', 'mkcert', 'file']),
  file: text.nullable(),
});

export const certificateList = objectOf<CertificateList>('CertificateList')({
  certs: z.array(certificate).describe('The CA first'),
});
