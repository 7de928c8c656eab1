import type {CurrentToken} from '../../api/token-guard.ts';
import type {ApiConfig} from '../../config/config.ts';
import type {ProxError} from '../../core/errors.ts';
import {isLoopback} from '../../core/loopback.ts';
import {LiveToken} from '../../daemon/live-token.ts';
import {projectToken} from '../project-token.ts';

/**
 * The token that the API asks for (docs/reference/config.md, `api.auth`), as it is now; undefined when
 * it asks for none. @throws ProxError TOKEN_INVALID
 */
export async function apiToken(
  api: ApiConfig,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  return asksForToken(api) ? (await projectToken(api.token, env)).token : undefined;
}

export interface LiveApiTokenOptions {
  readonly api: ApiConfig;
  readonly env: NodeJS.ProcessEnv;
  /** Told when the token file can no longer be used; until it can, the API refuses everybody. */
  readonly onUnusable: (error: ProxError) => void;
}

/** As `apiToken`, for the API itself: a new token in the file counts at once. @throws ProxError TOKEN_INVALID */
export async function liveApiToken({
  api,
  env,
  onUnusable,
}: LiveApiTokenOptions): Promise<CurrentToken | undefined> {
  if (!asksForToken(api)) return undefined;
  const {token, path} = await projectToken(api.token, env);
  if (path === undefined) return () => token;
  const file = new LiveToken({path, onUnusable});
  return () => file.read();
}

function asksForToken({auth, host}: ApiConfig): boolean {
  return auth === 'always' || !isLoopback(host);
}
