import {randomUUID} from 'node:crypto';
import type {IncomingMessage} from 'node:http';

const SANE = /^[\w.:/+=-]{1,128}$/;

/** The caller's `X-Request-Id` when it is fit to be echoed, else a new one. */
export function requestIdOf({headers}: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
