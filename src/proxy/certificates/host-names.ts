import {isIP} from 'node:net';
import {ProxError} from '../../core/errors.ts';

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/**
 * The name that a certificate is needed for: the domain itself for a client that names no server, as
 * one does that speaks to an address. @throws ProxError CERTIFICATE_INVALID for a name outside the domain
 */
export function nameToServe(serverName: string | undefined, domain: string): string {
  if (serverName === undefined || isIP(serverName) !== 0) return domain;
  const name = serverName.toLowerCase().replace(/\.$/, '');
  if (HOST_NAME.test(name) && isWithin(name, domain)) return name;
  throw new ProxError('CERTIFICATE_INVALID', {
    detail: `none is made for ${JSON.stringify(serverName)}, which is not below ${domain}`,
    hint: `Ask for a name below ${domain}, or set proxy.domain.`,
  });
}

/** Whether `name` is the domain or below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** How many labels stand before the domain; 0 for the domain itself. */
export function depthBelow(name: string, domain: string): number {
  return name.split('.').length - domain.split('.').length;
}
