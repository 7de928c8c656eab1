import {formatDuration} from '../core/duration.ts';
import {routeState, type RouteReport} from '../core/route.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

const NONE = '-';

/** The table of `prox routes`; `now` in epoch ms. The address by HTTPS has a line of its own. */
export function renderRoutes(routes: readonly RouteReport[], paint: Paint, now: number): string {
  const header = ['NAME', 'URL', 'TARGET', 'PROCESS', 'STATE', 'REQUESTS', 'ERRORS', 'SOURCE'];
  const rows = routes.flatMap((route): readonly (readonly Cell[])[] => {
    const {http, https} = route.urls;
    const hasBoth = http !== undefined && https !== undefined;
    return [toRow(route, paint, now), ...(hasBoth ? [[{text: ''}, {text: https}]] : [])];
  });
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}

function toRow(route: RouteReport, paint: Paint, now: number): readonly Cell[] {
  const {tone, text} = routeState(route);
  return [
    {text: route.subdomain},
    {text: route.url ?? NONE},
    {text: route.target.url},
    {text: route.process ?? NONE},
    {text, paint: paint[tone]},
    {text: String(route.stats.requests)},
    {text: String(route.stats.errors)},
    {text: sourceText(route, now)},
  ];
}

function sourceText({source, expiresAt}: RouteReport, now: number): string {
  if (source === 'config') return 'prox.yaml';
  if (expiresAt === undefined) return 'added';
  return `added, for ${formatDuration(Math.max(0, Date.parse(expiresAt) - now))}`;
}
