import {ProxError} from '../core/errors.ts';
import {isLoopback} from '../core/loopback.ts';

/** The origin of what `source` (`url`, `PROX_API_URL`) says. @throws ProxError USAGE for what is none */
export function originOf(url: string, source: string): string {
  const {protocol, origin, href} = URL.canParse(url) ? new URL(url) : NO_URL;
  // A path, a query, a fragment or a user would be lost without a word.
  if (/^https?:$/.test(protocol) && href === `${origin}/` && !/[?#]/.test(url)) return origin;
  throw new ProxError('USAGE', {
    detail: `${source} must be like http://127.0.0.1:5555, without a path, not '${url}'`,
  });
}

const NO_URL = {protocol: '', origin: '', href: ''};

/** Whether it is on this machine. */
export function isHere(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1');
  return isLoopback(host) || host.endsWith('.localhost');
}
