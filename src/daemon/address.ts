import {isIPv6} from 'node:net';

/** The URL at which a server that is bound to `host`, maybe a wildcard, is reached from here. */
export function localUrl(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
