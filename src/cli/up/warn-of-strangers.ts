import type {App} from '../../app/app.ts';
import type {ApiConfig} from '../../config/config.ts';
import {isLoopback} from '../../core/loopback.ts';

/** When other machines reach the API. */
export function warnOfStrangers(
  app: Pick<App, 'warn' | 'report'>,
  {host}: Pick<ApiConfig, 'host'>,
): void {
  if (isLoopback(host)) return;
  const message = `every machine of the network can steer the processes with the token, as the API listens on ${host}`;
  const hint = 'without `api.host` it is for this machine alone';
  app.warn({code: 'API_EXPOSED', message, hint});
  app.report({type: 'system.insecure_bind', message, details: {host}});
}
