import type {Route} from './route.ts';
import {ROUTES} from './routes.ts';

/** What is about the API itself, and no operation of Prox. */
export const OWN_ROUTES = {
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    kind: 'json',
    summary: 'This API as an OpenAPI 3.1 document',
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    kind: 'text',
    summary: 'Metrics for Prometheus',
    at: 'root',
  },
  socket: {
    method: 'GET',
    path: '/ws',
    kind: 'socket',
    summary: 'Processes, events, logs, requests and stats over one WebSocket',
  },
  login: {
    method: 'POST',
    path: '/auth/login',
    kind: 'json',
    takesBody: 'json',
    summary: 'A session for a browser, in exchange for the token',
    isForEverybody: true,
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    kind: 'change',
    summary: 'End the session of this browser',
    isForEverybody: true,
  },
} as const satisfies Readonly<Record<string, Route>>;

/** All that is served. */
export const ALL_ROUTES: readonly Route[] = [
  ...Object.values(ROUTES),
  ...Object.values(OWN_ROUTES),
];
