import type {Probe} from '../config/config.ts';
import {redactCommand} from '../config/redact-command.ts';
import {isLoopback} from '../core/loopback.ts';
import {shellText} from '../core/shell-text.ts';

const MAX_COMMAND = 60;

/** What a probe does, for people: `GET :3000/health`, `port 5432`, `` the check `pg_isready` ``. Secrets of `env` are hidden. */
export function probeWords(probe: Probe, env: Readonly<Record<string, string>>): string {
  switch (probe.type) {
    case 'http':
      return `GET ${placeOf(probe.url)}`;
    case 'tcp':
      return `port ${probe.port}${isLoopback(probe.host) ? '' : ` of ${probe.host}`}`;
    case 'cmd':
      return `the check \`${cut(commandText(redactCommand(probe.cmd, env)))}\``;
    case 'log':
      return `a line that matches ${probe.pattern}`;
  }
}

/** What to ask to see the same answer; undefined when a probe asks no URL. */
export function probeUrl(probe: Probe): string | undefined {
  if (probe.type !== 'http') return undefined;
  const {origin, pathname} = new URL(probe.url);
  return origin + pathname;
}

/** Without what may be secret in a URL: user, password, query. */
function placeOf(url: string): string {
  const {protocol, hostname, port, host, pathname} = new URL(url);
  if (protocol === 'http:' && isLoopback(hostname) && port !== '') return `:${port}${pathname}`;
  return `${protocol}//${host}${pathname}`;
}

function cut(text: string): string {
  return text.length <= MAX_COMMAND ? text : `${text.slice(0, MAX_COMMAND - 1)}…`;
}

function commandText(cmd: string | readonly string[]): string {
  return typeof cmd === 'string' ? cmd : shellText(cmd);
}
