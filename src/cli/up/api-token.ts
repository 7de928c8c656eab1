import type {ApiConfig} from '../../config/config.ts';
import {isLoopback} from '../../core/loopback.ts';
import {projectToken} from '../project-token.ts';

/** The token that the API asks for (docs/reference/config.md, `api.auth`); undefined when it asks for none. */
export async function apiToken(
  api: ApiConfig,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (api.auth === 'auto' && isLoopback(api.host)) return undefined;
  return (await projectToken(api.token, env)).token;
}
