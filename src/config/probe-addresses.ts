import {z} from 'zod';
import type {Probe} from './config.ts';
import {port, text} from './fields.ts';
import {parseHttpAddress, parseTcpAddress} from './parse-address.ts';

/** Where probes connect to. */

type HttpAddress = Pick<Extract<Probe, {type: 'http'}>, 'url'>;
type TcpAddress = Pick<Extract<Probe, {type: 'tcp'}>, 'host' | 'port'>;

/** `:3000/health` or an http(s) URL. */
export function httpAddress() {
  return text()
    .transform((value, context): HttpAddress => {
      const address = parseHttpAddress(value);
      if (!address)
        context.addIssue({
          code: 'custom',
          message: value.includes('$') ? VARIABLE_ERROR : HTTP_ERROR,
        });
      return address ?? {url: ''};
    })
    .meta({title: 'URL'});
}

const HTTP_ERROR = 'must be `:port/path`, or a URL that begins with `http://` or `https://`';
const VARIABLE_ERROR = `${HTTP_ERROR}; a check by \`cmd\` gets the port as $PORT`;

/** `5432`, `:5432`, `db.local:5432` or `[::1]:5432`. */
export function tcpAddress() {
  const error = 'must be `host:port` or a port';
  return z
    .union([port(), text()], {error})
    .transform((value, context): TcpAddress => {
      const address = parseTcpAddress(String(value));
      if (!address) context.addIssue({code: 'custom', message: error});
      return address ?? {host: '', port: 0};
    })
    .meta({title: 'host:port'});
}
