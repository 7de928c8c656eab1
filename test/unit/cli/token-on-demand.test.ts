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

test('a token that is no longer right is looked for again', async () => {
  let right = 'first';
  const seen: (string | undefined)[] = [];
  const transport: ClientTransport = async ({headers}) => {
    seen.push(headers['authorization']);
    const isRight = headers['authorization'] === `Bearer ${right}`;
    return {status: isRight ? 200 : 401, headers: {}, body: emptyBody()};
  };
  const call = withTokenOnDemand(transport, async () => right);
  await call(CALL);
  right = 'second';
  expect((await call(CALL)).status).toBe(200);
  expect(seen).toEqual([undefined, 'Bearer first', 'Bearer first', 'Bearer second']);
});

test('calls that are made at once all get it', async () => {
  const {transport} = api('right');
  const call = withTokenOnDemand(transport, async () => 'right');
  const answers = await Promise.all([call(CALL), call(CALL), call(CALL)]);
  expect(answers.map(({status}) => status)).toEqual([200, 200, 200]);
});

test('one that is found again is not tried twice', async () => {
  const {transport, seen} = api('right');
  const call = withTokenOnDemand(transport, async () => 'wrong');
  for (let i = 0; i < 2; i++) expect((await call(CALL)).status).toBe(401);
  expect(seen).toEqual([undefined, 'Bearer wrong', 'Bearer wrong']);
});
