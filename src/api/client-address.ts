import type {IncomingMessage} from 'node:http';
import {isIPv6} from 'node:net';

const MAPPED = /^::ffff:(?=\d+\.)/i;

/** The address that a request comes from; of IPv4 the same whichever socket it came by. */
export function clientAddress({socket}: Pick<IncomingMessage, 'socket'>): string {
  return (socket.remoteAddress ?? '').replace(MAPPED, '');
}

const IPV6_GROUPS = 8;
/** Of an IPv6 address: its network, within which one machine may take any address (RFC 4291, 2.5.4). */
const NETWORK_GROUPS = 4;

/** The same for all addresses that one client can have: of IPv6 the first 64 bits. */
export function clientKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const missing = Math.max(0, IPV6_GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({length: missing}, () => '0'), ...after];
  return groups.slice(0, NETWORK_GROUPS).join(':');
}

function groupsOf(part: string): readonly string[] {
  return part === '' ? [] : part.split(':');
}
