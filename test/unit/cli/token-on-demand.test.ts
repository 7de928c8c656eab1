import {expect, test} from 'vitest';
import type {ClientTransport, TransportRequest} from '../../../src/api/transport.ts';
import {withTokenOnDemand} from '../../../src/cli/token-on-demand.ts';

const CALL: TransportRequest = {
  method: 'GET',
  url: 'http://127.0.0.1:1/',
  headers: {accept: '*/*'},
  body: undefined,
  signal: undefined,
};

/** An API that takes `token`, or with undefined asks for none. */
function api(token: string | undefined): {
  readonly transport: ClientTransport;
  readonly seen: (string | undefined)[];
} {
  const seen: (string | undefined)[] = [];
  const transport: ClientTransport = async ({headers}) => {
    const given = headers['authorization'];
    seen.push(given);
    const isRight = token === undefined || given === `Bearer ${token}`;
    return {status: isRight ? 200 : 401, headers: {}, body: emptyBody()};
  };
  return {transport, seen};
}

async function* emptyBody(): AsyncGenerator<string> {}

test('an API that asks for no token is shown none', async () => {
  const {transport, seen} = api(undefined);
  const call = withTokenOnDemand(transport, () => Promise.reject(new Error('not asked for')));
  expect((await call(CALL)).status).toBe(200);
  expect(seen).toEqual([undefined]);
});

test('an API that asks for a token gets it, from then on at once', async () => {
  const {transport, seen} = api('right');
  const call = withTokenOnDemand(transport, async () => 'right');
  for (let i = 0; i < 2; i++) expect((await call(CALL)).status).toBe(200);
  expect(seen).toEqual([undefined, 'Bearer right', 'Bearer right']);
});

test.each([undefined, 'wrong'])(
  'without a right token (%s) the refusal is passed on',
  async token => {
    const {transport} = api('right');
    expect((await withTokenOnDemand(transport, async () => token)(CALL)).status).toBe(401);
  },
);
