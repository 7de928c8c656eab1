import {z} from 'zod';
import type {Probe} from './config.ts';
import {port, text} from './fields.ts';

/** Where probes connect to. */

type HttpAddress = Pick<Extract<Probe, {type: 'http'}>, 'url'>;
type TcpAddress = Pick<Extract<Probe, {type: 'tcp'}>, 'host' | 'port'>;

/** Development servers listen on 127.0.0.1, on ::1 or on both; this name means each of them. */
const HOST = 'localhost';

/** `:3000/health` or an http(s) URL. */
export function httpAddress() {
  return text()
    .transform((value, context): HttpAddress => {
      const address = parseHttpAddress(value);
      if (!address) context.addIssue({code: 'custom', message: HTTP_ERROR});
      return address ?? {url: ''};
    })
    .meta({title: 'URL'});
}

const HTTP_ERROR = 'must be `:port/path`, or a URL that begins with `http://` or `https://`';

function parseHttpAddress(value: string): HttpAddress | undefined {
  const written = /^:\d/.test(value) ? `http://${HOST}${value}` : value;
  if (!/^https?:\/\/[^/]/i.test(written) || !URL.canParse(written)) return undefined;
  const {href, port: portText} = new URL(written);
  return portText === '0' ? undefined : {url: href};
}

/** `5432`, `:5432`, `db.local:5432` or `[::1]:5432`. */
export function tcpAddress() {
  const error = 'must be `host:port` or a port';
  return z
    .union([port(), text()], {error})
    .transform((value, context): TcpAddress => {
      const address = parseTcpAddress(String(value));
      if (!address) context.addIssue({code: 'custom', message: error});
      return address ?? {host: HOST, port: 0};
    })
    .meta({title: 'host:port'});
}

const TCP_ADDRESS = /^(?:(?<host>\[[\da-fA-F:.]+\]|[\w.-]+)?:)?(?<port>\d{1,5})$/;

function parseTcpAddress(value: string): TcpAddress | undefined {
  const groups = TCP_ADDRESS.exec(value)?.groups;
  const number = Number(groups?.['port']);
  if (!(number >= 1 && number <= 65_535)) return undefined;
  return {host: groups?.['host']?.replaceAll(/[[\]]/g, '') ?? HOST, port: number};
}
