import type {Route} from '../route.ts';
import {SESSION_COOKIE} from '../session-cookie.ts';

export const SECURITY_SCHEMES = {
  token: {type: 'http', scheme: 'bearer', description: 'What `prox token` prints'},
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'Of `POST /auth/login`; a change needs `X-Requested-With: XMLHttpRequest` as well',
  },
  query: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'For an EventSource and a WebSocket, which cannot send headers',
  },
} as const;

type Requirement = Readonly<Partial<Record<keyof typeof SECURITY_SCHEMES, readonly []>>>;

/** One of them will do. The empty one: as long as prox listens on loopback alone, nobody needs any. */
export const SECURITY: readonly Requirement[] = [{}, {token: []}, {session: []}];

/** Of a route where it is not the usual. */
export function ownSecurity(route: Route): readonly Requirement[] | undefined {
  if (route.isPublic === true || route.isForEverybody === true) return [];
  const takesQuery = route.kind === 'stream' || route.kind === 'socket';
  return takesQuery ? [...SECURITY, {query: []}] : undefined;
}
