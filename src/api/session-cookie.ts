import type {IncomingHttpHeaders} from 'node:http';

export const SESSION_COOKIE = 'prox_session';
// No `Secure`: the API speaks plain HTTP, and off localhost a browser would never send it then.
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** The `Set-Cookie` of a session; with an age of 0 the browser forgets it. */
export function sessionCookie(id: string, maxAgeSeconds: number): string {
  return `${SESSION_COOKIE}=${id}; ${ATTRIBUTES}; Max-Age=${maxAgeSeconds}`;
}

/** The ids in the cookies of a request; any server of the same host name may have set some of them. */
export function sessionIdsOf({cookie = ''}: IncomingHttpHeaders): readonly string[] {
  const start = `${SESSION_COOKIE}=`;
  const pairs = cookie.split(';').map(pair => pair.trim());
  return pairs.filter(pair => pair.startsWith(start)).map(pair => pair.slice(start.length));
}
