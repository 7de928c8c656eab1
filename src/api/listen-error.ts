import {hasCode, ProxError} from '../core/errors.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

interface Refusal {
  readonly reason: string;
  readonly hint: string;
}

const HOST_HINT = 'Set api.host to an address of this machine; 127.0.0.1 always is one.';

/** Why nothing can listen there, in words. */
export function listenError(error: unknown, {host, port}: ListenAddress): ProxError {
  const address = `${host}:${port}`;
  if (hasCode(error, 'EADDRINUSE')) {
    return new ProxError('PORT_IN_USE', {detail: address, details: {host, port}, cause: error});
  }
  const {reason, hint} = refusalOf(error);
  const detail = `cannot listen on ${address}: ${reason}`;
  return new ProxError('START_FAILED', {detail, hint, cause: error});
}

function refusalOf(error: unknown): Refusal {
  if (hasCode(error, 'EADDRNOTAVAIL')) {
    return {reason: 'this machine has no such address', hint: HOST_HINT};
  }
  if (hasCode(error, 'ENOTFOUND', 'EAI_AGAIN')) {
    return {reason: 'no address is known for this name', hint: HOST_HINT};
  }
  if (hasCode(error, 'EACCES', 'EPERM')) {
    const hint = 'Choose a port from 1024 on with --api-port or api.port.';
    return {reason: 'you may not use this port; those below 1024 need special rights', hint};
  }
  return {
    reason: error instanceof Error ? error.message : String(error),
    hint: 'Check api.host and api.port in prox.yaml.',
  };
}
