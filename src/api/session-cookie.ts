import type {IncomingHttpHeaders} from 'node:http';

export const SESSION_COOKIE = 'prox_session';
// No `Secure`: the API speaks plain HTTP, and off localhost a browser would never send it then.
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** The `Set-Cookie` of a session; with an age of 0 the browser forgets it. */
export function sessionCookie(id: string, maxAgeSeconds: number): string {
  return `${SESSION_COOKIE}=${id}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`;
}

/** The id in the cookies of a request, whether it is one of ours or not. */
export function sessionIdOf({cookie = ''}: IncomingHttpHeaders): string | undefined {
  const start = `${SESSION_COOKIE}=`;
  const pairs = cookie.split(';').map(pair => pair.trim());
  return pairs.find(pair => pair.startsWith(start))?.slice(start.length);
}
