import type {ClientTransport, TransportRequest} from '../api/transport.ts';

const UNAUTHORIZED = 401;

/**
 * Shows a token that nobody typed only to an API that asks for one: a call without a token costs
 * nothing there, while each one with a token of another project brings the caller nearer to being
 * locked out. When a token that was right is so no longer, it is looked for again.
 */
export function withTokenOnDemand(
  transport: ClientTransport,
  findToken: () => Promise<string | undefined>,
): ClientTransport {
  let token: string | undefined;
  return async call => {
    const shown = token;
    const response = await transport(shown === undefined ? call : withToken(call, shown));
    if (response.status !== UNAUTHORIZED) return response;
    const found = await findToken();
    if (found === undefined || found === shown) return response;
    token = found;
    for await (const _ of response.body); // what is not read would keep its connection
    return transport(withToken(call, found));
  };
}

function withToken(call: TransportRequest, token: string): TransportRequest {
  return {...call, headers: {...call.headers, authorization: `Bearer ${token}`}};
}
