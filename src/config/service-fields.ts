import {z} from 'zod';
import {HOP_BY_HOP} from '../core/hop-by-hop.ts';
import type {TargetConfig} from './config.ts';
import {text} from './fields.ts';

/** The types of single values of the dev proxy. */

const LABEL = '(?!-)[a-z0-9-]{1,63}(?<!-)';
const SERVICE_NAME = new RegExp(`^(?:${LABEL}|\\*)$`);

/** Part of a host name; `*` catches every name that no other service has. */
export function serviceName() {
  const error =
    'must be `*`, or 1 to 63 lower-case letters, digits and hyphens, with no hyphen at the edges';
  return z.string().regex(SERVICE_NAME, {error});
}

export function isServiceName(name: string): boolean {
  return SERVICE_NAME.test(name);
}

/** A DNS name; what ends in a number would be taken for an IPv4 address. */
const ANY_CASE_LABEL = LABEL.replace('a-z', 'A-Za-z');
const DOMAIN = new RegExp(`^(?:${ANY_CASE_LABEL}\\.)*(?!\\d+$)${ANY_CASE_LABEL}$`);
/** A host name has at most 253 characters; the label of a service takes 63 and a dot. */
const MAX_DOMAIN = 189;

/** Lower-cased. */
export function domain() {
  return z
    .string()
    .regex(DOMAIN, {error: 'must be a DNS name such as `localhost` or `app.test`'})
    .max(MAX_DOMAIN, {error: `must be at most ${MAX_DOMAIN} characters long`})
    .transform(name => name.toLowerCase());
}

/** Paths arrive percent-encoded: anything else would never match. */
const PATH_PREFIX = /^\/[!"$->@-~]*$/;

/** Without the slash at its end; empty: every path. */
export function pathPrefix() {
  const error = 'must begin with `/` and be a path as in a URL, without `?` and `#`';
  return z.string().regex(PATH_PREFIX, {error}).transform(withoutEndSlash);
}

export function withoutEndSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** Where a service is when it is not on a port of this machine. */
export function targetUrl() {
  return text()
    .transform((value, context): TargetConfig => {
      const target = parseTarget(value);
      if (!target) context.addIssue({code: 'custom', message: URL_ERROR});
      return target ?? {protocol: 'http', host: '', port: 0};
    })
    .meta({title: 'URL'});
}

const URL_ERROR =
  'must be an origin such as `https://api.test:8443`, without path, query and credentials';

function parseTarget(value: string): TargetConfig | undefined {
  if (!/^https?:\/\/[^/?#]/i.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const beyond = [url.username, url.password, url.search, url.hash].join('');
  if (beyond !== '' || url.pathname !== '/' || url.port === '0') return undefined;
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const standardPort = protocol === 'https' ? 443 : 80;
  return {
    protocol,
    host: withoutBrackets(url.hostname),
    port: url.port === '' ? standardPort : Number(url.port),
  };
}

/** Node takes an IPv6 address without them. */
export function withoutBrackets(host: string): string {
  return host.replaceAll(/[[\]]/g, '');
}

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** What Node sends: a CR or LF would begin another header. */
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** With those that say where a message ends. */
const OF_THE_CONNECTION = new Set([...HOP_BY_HOP, 'content-length', 'trailer']);

export function headers() {
  const name = z
    .string()
    .regex(TOKEN, {error: 'is not the name of a header'})
    .refine(key => !OF_THE_CONNECTION.has(key.toLowerCase()), {
      error: 'is about the connection, which the proxy looks after itself',
    });
  const error = 'must be one line of Latin-1 text';
  return z.record(name, z.string().regex(HEADER_VALUE, {error}));
}
