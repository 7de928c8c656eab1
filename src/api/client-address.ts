import type {IncomingMessage} from 'node:http';

const MAPPED = /^::ffff:(?=\d+\.)/i;

/** The address that a request comes from; of IPv4 the same whichever socket it came by. */
export function clientAddress({socket}: Pick<IncomingMessage, 'socket'>): string {
  return (socket.remoteAddress ?? '').replace(MAPPED, '');
}
