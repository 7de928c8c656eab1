import {ensureToken, tokenFromEnv, tokenPath} from '../daemon/token-file.ts';

export interface ProjectToken {
  readonly token: string;
  readonly source: 'PROX_TOKEN' | 'api.token' | 'file';
  /** Of the token file, when it is that. */
  readonly path: string | undefined;
}

/**
 * The token that the API of a project takes (docs/reference/config.md, `api.token`): PROX_TOKEN, what
 * its config says, or the user's token file, made on first need. @throws ProxError TOKEN_INVALID
 */
export async function projectToken(
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<ProjectToken> {
  const fromEnv = tokenFromEnv(env);
  if (fromEnv !== undefined) return {token: fromEnv, source: 'PROX_TOKEN', path: undefined};
  if (configured !== undefined) return {token: configured, source: 'api.token', path: undefined};
  const path = tokenPath(env);
  return {token: await ensureToken(path), source: 'file', path};
}
