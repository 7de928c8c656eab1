export const API_PREFIX = '/api/v1';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{name}` stands for one segment and is taken from the input. */
  readonly path: string;
  /**
   * `json` answers with the result, `change` with `{"success":true}`, `stream` with server-sent events;
   * `creation` takes its input from a JSON body and answers 201, `deletion` answers 204; `text` and
   * `socket` (a WebSocket) speak for themselves.
   */
  readonly kind: 'json' | 'change' | 'stream' | 'creation' | 'deletion' | 'text' | 'socket';
  readonly summary: string;
  /** Takes the rest of its input from a body of this type; YAML may be left out. */
  readonly takesBody?: 'json' | 'yaml';
  /** Served below API_PREFIX unless told. */
  readonly at?: 'root' | 'root and prefix';
  /** Needs no token and takes any Host. */
  readonly isPublic?: true;
  /** Another status of its answer, and when that is. */
  readonly alsoAnswers?: {readonly status: number; readonly when: string};
  /** Needs no token: it is how one comes by a session, or leaves it. */
  readonly isForEverybody?: true;
}
