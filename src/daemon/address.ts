import {networkInterfaces} from 'node:os';
import {isLoopback} from '../core/loopback.ts';

// `isIPv6` of Node would do too, but its pattern takes 3 ms to compile: a tenth of a cold command.
/** The URL at which a server that is bound to `host`, maybe a wildcard, is reached from here. */
export function localUrl(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether a URL leads to this machine by its address: no name server can turn it elsewhere. */
export function isOwnAddress(url: string): boolean {
  const host = new URL(url).hostname.replaceAll(/[[\]]/g, '');
  if (isLoopback(host)) return true;
  const own = Object.values(networkInterfaces()).flat();
  return own.some(address => address?.address === host);
}
