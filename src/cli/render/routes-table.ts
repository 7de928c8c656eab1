import {formatDuration} from '../../core/duration.ts';
import type {RouteReport} from '../../core/route.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

const NONE = '-';

/** The table of `prox routes`; `now` in epoch ms. */
export function renderRoutes(routes: readonly RouteReport[], paint: Paint, now: number): string {
  const header = ['NAME', 'URL', 'TARGET', 'PROCESS', 'STATE', 'REQUESTS', 'ERRORS', 'SOURCE'];
  const tone = {active: paint.good, unreachable: paint.bad, unknown: paint.dim};
  const rows = routes.map((route): readonly Cell[] => [
    {text: route.subdomain},
    {text: route.url ?? NONE},
    {text: route.target.url},
    {text: route.process ?? NONE},
    {text: route.state, paint: tone[route.state]},
    {text: String(route.stats.requests)},
    {text: String(route.stats.errors)},
    {text: sourceText(route, now)},
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}

function sourceText({source, expiresAt}: RouteReport, now: number): string {
  if (source === 'config') return 'prox.yaml';
  if (expiresAt === undefined) return 'added';
  return `added, for ${formatDuration(Math.max(0, Date.parse(expiresAt) - now))}`;
}
