import {nearest} from '../core/nearest.ts';
import type {Prox} from '../core/prox.ts';
import type {RequestQuery} from '../core/request-record.ts';
import {urlOfAll} from './service-url.ts';

/** Why a list has nothing: no request has come, or none is like that. */
export async function noRequestsText(
  {limit, ...filter}: RequestQuery,
  prox: Prox,
): Promise<string> {
  const [{routes}, {proxy}] = await Promise.all([prox.routes(), prox.status()]);
  if (limit === 0 || Object.keys(filter).length > 0) {
    const names = new Set(routes.map(({subdomain}) => subdomain));
    return ['No request matches.', ...strangers(filter.subdomain ?? [], [...names])].join(' ');
  }
  const url = proxy && urlOfAll(routes, proxy);
  const where = url === undefined ? 'the proxy has no listener' : `they come through ${url}`;
  return `No requests yet: ${where}`;
}

/** A word on each name that no route has. */
function strangers(names: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = names.filter(name => !known.includes(name.toLowerCase()));
  return unknown.map(name => {
    const suggestion = nearest(name, known);
    const routes = known.length === 0 ? 'There are no routes.' : `Routes: ${known.join(', ')}.`;
    const question = suggestion === undefined ? routes : `Did you mean ${suggestion}? ${routes}`;
    return `No route is called ${name}. ${question}`;
  });
}
