import type {RouteReport} from '../core/route.ts';
import {renderTable} from './table.ts';

/** More would push away what matters. */
const MAX_LINES = 30;

/** A line per service, its name and where it is; none for `*`, which is nowhere in particular. */
export function serviceAddresses(
  routes: readonly RouteReport[],
  separator: string,
): readonly string[] {
  const named = routes.filter(({url}) => url !== undefined);
  if (named.length === 0) return [];
  const shown = named.length > MAX_LINES ? named.slice(0, MAX_LINES - 1) : named;
  const width = Math.max(...shown.map(({subdomain}) => subdomain.length));
  const rows = shown.map(({subdomain, urls: {http, https}}) => {
    const [first = '', ...others] = [http, https].flatMap(url => url ?? []);
    return [`${subdomain.padEnd(width)}${separator}${first}`, ...others].map(text => ({text}));
  });
  const lines = renderTable(rows).split('\n');
  const rest = named.length - shown.length;
  return rest === 0 ? lines : [...lines, `and ${rest} more: prox routes`];
}
