import {ProxError} from '../core/errors.ts';
import {ensureToken, rotateToken, tokenFromEnv, tokenPath} from '../daemon/token-file.ts';

export type ProjectToken =
  | {readonly source: 'PROX_TOKEN' | 'api.token'; readonly token: string; readonly path: undefined}
  | {readonly source: 'file'; readonly token: string; readonly path: string};

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

/** Makes a new token file. @throws ProxError USAGE when that is not what counts, TOKEN_INVALID */
export async function rotateProjectToken(
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<ProjectToken> {
  if (tokenFromEnv(env) !== undefined) {
    throw new ProxError('USAGE', {
      detail: 'PROX_TOKEN is set and counts before the token file',
      hint: 'Set PROX_TOKEN to another token and restart prox, or unset it: then --rotate makes one.',
    });
  }
  if (configured !== undefined) {
    throw new ProxError('USAGE', {
      detail: 'api.token is set in prox.yaml and counts before the token file',
      hint: 'Write another token there and restart prox, or take it out: then --rotate makes one.',
    });
  }
  const path = tokenPath(env);
  return {token: await rotateToken(path), source: 'file', path};
}
