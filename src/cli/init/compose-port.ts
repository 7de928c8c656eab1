import {fieldsOf, itemsOf, textOf} from './loose-values.ts';

/** Where a service is reached on this machine. */
export interface PublishedPort {
  /** Undefined: on every address. */
  readonly host: string | undefined;
  readonly port: number;
}

/** `[host:]published:container[/protocol]`; the host may be an IPv6 address. */
const SHORT =
  /^(?:(?<host>\[[\da-f:.]+\]|[\w.-]+):)?(?<port>\d+)(?:-\d+)?:\d+(?:-\d+)?(?:\/tcp)?$/i;

/**
 * The first TCP port that a compose service publishes at a fixed number; of a range the first. Undefined
 * when there is none, or its number is in a variable without a default.
 */
export function firstPublishedPort(ports: unknown): PublishedPort | undefined {
  return itemsOf(ports)
    .map(item => (typeof item === 'object' ? longForm(item) : shortForm(textOf(item) ?? '')))
    .find(published => published !== undefined);
}

function shortForm(text: string): PublishedPort | undefined {
  const groups = SHORT.exec(withDefaults(text))?.groups;
  return toPublished(groups?.['host'], groups?.['port']);
}

function longForm(item: unknown): PublishedPort | undefined {
  const {published, host_ip: host, protocol = 'tcp'} = fieldsOf(item);
  if (protocol !== 'tcp') return undefined;
  const [first] = withDefaults(textOf(published) ?? '').split('-');
  return toPublished(textOf(host), first);
}

/** `${NAME:-5432}` and `${NAME-5432}`: what compose takes when the variable is not set. */
function withDefaults(text: string): string {
  return text.replaceAll(/\$\{\w+:?-([^{}]*)\}/g, '$1');
}

function toPublished(host: string | undefined, text = ''): PublishedPort | undefined {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) return undefined;
  const isEverywhere = host === undefined || host === '0.0.0.0' || /^\[?::\]?$/.test(host);
  return {host: isEverywhere ? undefined : host, port};
}
