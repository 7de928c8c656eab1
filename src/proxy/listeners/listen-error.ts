import {hasCode, ProxError} from '../../core/errors.ts';

/** What was to be listened on, and for what. */
export interface Bind {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** Why the proxy cannot listen there, in words. */
export function listenError(error: unknown, {scheme, host, port}: Bind): ProxError {
  const flag = `--${scheme}-port`;
  const keys = `${flag} or proxy.${scheme}_port`;
  const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  if (hasCode(error, 'EADDRINUSE')) {
    return new ProxError('PORT_IN_USE', {
      detail: `${where} (${scheme.toUpperCase()} of the proxy)`,
      hint: `Choose another with ${keys} (\`${flag} 0\`: any free one), or start without the proxy: --no-proxy.`,
      details: {host, port},
      cause: error,
    });
  }
  if (hasCode(error, 'EACCES', 'EPERM')) {
    return new ProxError('START_FAILED', {
      detail: `the proxy may not listen on ${where}: ports below 1024 need special rights`,
      hint: `Choose a port from 1024 on with ${keys}. On Linux, \`sudo setcap cap_net_bind_service=+ep $(readlink -f $(command -v node))\` gives Node the right.`,
      cause: error,
    });
  }
  const reason = reasonOf(error);
  return new ProxError('START_FAILED', {
    detail: `the proxy cannot listen on ${where}: ${reason}`,
    hint: 'Set proxy.host to an address of this machine; 127.0.0.1 always is one.',
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  if (hasCode(error, 'EADDRNOTAVAIL')) return 'this machine has no such address';
  if (hasCode(error, 'ENOTFOUND', 'EAI_AGAIN')) return 'no address is known for this name';
  return error instanceof Error ? error.message : String(error);
}
