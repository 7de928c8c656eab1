import {isLoopback} from '../../core/loopback.ts';
import type {ApiConfig} from '../../config/config.ts';
import {ensureToken, tokenFromEnv, tokenPath} from '../../daemon/token-file.ts';

/** The token that the API asks for (spec: config.md, `api.auth`); undefined when it asks for none. */
export async function apiToken(
  api: ApiConfig,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (api.auth === 'auto' && isLoopback(api.host)) return undefined;
  return tokenFromEnv(env) ?? api.token ?? ensureToken(tokenPath(env));
}
