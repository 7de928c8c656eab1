import type {Probe} from '../config/config.ts';
import {isLoopback} from '../core/loopback.ts';
import {shellText} from '../core/shell-text.ts';

const MAX_COMMAND = 60;

/** What a probe does, for people: `GET :3000/health`, `port 5432`, `` the check `pg_isready` ``. */
export function probeWords(probe: Probe): string {
  switch (probe.type) {
    case 'http':
      return `GET ${placeOf(probe.url)}`;
    case 'tcp':
      return `port ${probe.port}${isLoopback(probe.host) ? '' : ` of ${probe.host}`}`;
    case 'cmd':
      return `the check \`${commandText(probe.cmd).slice(0, MAX_COMMAND)}\``;
    case 'log':
      return `a line that matches ${probe.pattern}`;
  }
}

/** The port of this machine that a probe asks. */
export function probedPort(probe: Probe): number | undefined {
  if (probe.type === 'tcp') return isLoopback(probe.host) ? probe.port : undefined;
  if (probe.type !== 'http') return undefined;
  const {hostname, port, protocol} = new URL(probe.url);
  if (!isLoopback(hostname)) return undefined;
  return port === '' ? DEFAULT_PORT[protocol] : Number(port);
}

const DEFAULT_PORT: Readonly<Record<string, number>> = {'http:': 80, 'https:': 443};

/** Without what may be secret in a URL: user, password, query. */
function placeOf(url: string): string {
  const {protocol, hostname, port, host, pathname} = new URL(url);
  if (protocol === 'http:' && isLoopback(hostname) && port !== '') return `:${port}${pathname}`;
  return `${protocol}//${host}${pathname}`;
}

function commandText(cmd: string | readonly string[]): string {
  return typeof cmd === 'string' ? cmd : shellText(cmd);
}
