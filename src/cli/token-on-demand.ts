import type {ClientTransport, TransportRequest} from '../api/transport.ts';

const UNAUTHORIZED = 401;

/**
 * Shows a token that nobody typed only to an API that asks for one: a call without a token costs
 * nothing there, while each one with a token of another project brings the caller nearer to being
 * locked out. `findToken` is called once.
 */
export function withTokenOnDemand(
  transport: ClientTransport,
  findToken: () => Promise<string | undefined>,
): ClientTransport {
  let token: string | undefined;
  return async call => {
    if (token !== undefined) return transport(withToken(call, token));
    const response = await transport(call);
    if (response.status !== UNAUTHORIZED) return response;
    token = await findToken();
    if (token === undefined) return response;
    for await (const _ of response.body); // what is not read would keep its connection
    return transport(withToken(call, token));
  };
}

function withToken(call: TransportRequest, token: string): TransportRequest {
  return {...call, headers: {...call.headers, authorization: `Bearer ${token}`}};
}
