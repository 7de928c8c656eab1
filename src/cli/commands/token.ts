import {ExitCode} from '../../core/errors.ts';
import {ensureToken, tokenFromEnv, tokenPath} from '../../daemon/token-file.ts';
import type {Command} from '../context.ts';

export const run: Command = async ({options, output, env}) => {
  const fromEnv = tokenFromEnv(env);
  const path = fromEnv === undefined ? tokenPath(env) : 'PROX_TOKEN';
  const token = fromEnv ?? (await ensureToken(path));
  const isJson = options.isSet('json');
  await output.print(isJson ? JSON.stringify({path, token}) : `${path}\n${token}`);
  return ExitCode.done;
};
