import {z} from 'zod';
import type {Probe} from './config.ts';
import {port, text} from './fields.ts';

/** Where probes and browsers connect to. */

type HttpTarget = Pick<Extract<Probe, {type: 'http'}>, 'url'>;
type TcpTarget = Pick<Extract<Probe, {type: 'tcp'}>, 'host' | 'port'>;

/** Development servers listen on 127.0.0.1, on ::1 or on both; this name means each of them. */
const HOST = 'localhost';

/** `:3000/health` or an http(s) URL. */
export function httpTarget() {
  return text()
    .transform((value, context): HttpTarget => {
      const target = parseHttpTarget(value);
      if (!target) context.addIssue({code: 'custom', message: HTTP_ERROR});
      return target ?? {url: ''};
    })
    .meta({title: 'URL'});
}

const HTTP_ERROR = 'must be `:port/path`, or a URL that begins with `http://` or `https://`';

function parseHttpTarget(value: string): HttpTarget | undefined {
  const written = /^:\d/.test(value) ? `http://${HOST}${value}` : value;
  if (!/^https?:\/\/[^/]/i.test(written) || !URL.canParse(written)) return undefined;
  const {href, port: portText} = new URL(written);
  return portText === '0' ? undefined : {url: href};
}

/** `5432`, `:5432`, `db.local:5432` or `[::1]:5432`. */
export function tcpTarget() {
  const error = 'must be `host:port` or a port';
  return z
    .union([port(), text()], {error})
    .transform((value, context): TcpTarget => {
      const target = parseTcpTarget(String(value));
      if (!target) context.addIssue({code: 'custom', message: error});
      return target ?? {host: HOST, port: 0};
    })
    .meta({title: 'host:port'});
}

const TCP_TARGET = /^(?:(?<host>\[[\da-fA-F:.]+\]|[\w.-]+)?:)?(?<port>\d{1,5})$/;

function parseTcpTarget(value: string): TcpTarget | undefined {
  const groups = TCP_TARGET.exec(value)?.groups;
  const number = Number(groups?.['port']);
  if (!(number >= 1 && number <= 65_535)) return undefined;
  return {host: groups?.['host']?.replaceAll(/[[\]]/g, '') ?? HOST, port: number};
}

/** `https://app.test:3000`: what browsers send as `Origin`. */
export function origin() {
  return text()
    .refine(value => URL.canParse(value) && new URL(value).origin === value, {
      error: 'must be an origin such as `https://app.test:3000`, without a path',
    })
    .meta({title: 'origin'});
}

/** A host name or an address, without port. */
export function host() {
  return text().regex(/^[\w.:[\]-]+$/, {error: 'must be a host name or an address without port'});
}
