import {routeState, type RouteReport} from '../../core/route.ts';
import {type Markup, markup} from './markup.ts';

/** Every service with where it leads. */
export function serviceList(routes: readonly RouteReport[]): Markup {
  return markup`<ul>\n${routes.map(service)}</ul>`;
}

function service(route: RouteReport): Markup {
  const {target, process} = route;
  const {tone, text} = routeState(route);
  const behind = process === undefined ? target.url : `${process}, ${target.url}`;
  return markup`<li>
  <span>${link(route)}</span>
  <span>${behind}</span>
  <span class="state ${tone}">${text}</span>
</li>
`;
}

function link({subdomain, url, pathPrefix = ''}: RouteReport): Markup {
  if (subdomain === '*') return markup`every other name${pathPrefix}`;
  if (url === undefined) return markup`${subdomain}${pathPrefix}`;
  return markup`<a href="${url}">${url.replaceAll(/^https?:\/\/|\/$/g, '')}</a>`;
}
