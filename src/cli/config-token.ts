import type {ClientTransport} from '../api/transport.ts';

const UNAUTHORIZED = 401;

/**
 * Tries a call that was refused once more with the `api.token` of the project's own config file. Only
 * then is the file read: most commands never pay for that.
 */
export function withConfigToken(transport: ClientTransport, configFile: string): ClientTransport {
  return async call => {
    const response = await transport(call);
    if (response.status !== UNAUTHORIZED) return response;
    const {loadConfig} = await import('../config/load.ts');
    const result = await loadConfig(configFile);
    const token = result.ok ? result.config.api.token : undefined;
    if (token === undefined) return response;
    return transport({...call, headers: {...call.headers, authorization: `Bearer ${token}`}});
  };
}
