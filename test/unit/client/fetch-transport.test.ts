import {expect, test} from 'vitest';
import {createFetchTransport} from '../../../src/client/fetch-transport.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const call = {
  method: 'POST',
  url: 'http://127.0.0.1:5555/api/v1/x',
  headers: {authorization: 'Bearer abc'},
  body: '{}',
  signal: undefined,
};

function transport(fetch: typeof globalThis.fetch, clock = new FakeClock()) {
  return createFetchTransport({fetch, clock});
}

async function textOf(body: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk).toString();
  return text;
}

test('method, headers and body go out, status, headers and body come back', async () => {
  const calls: unknown[] = [];
  const send = transport(async (url, init) => {
    calls.push([url, init?.method, init?.body, new Headers(init?.headers).get('authorization')]);
    return Response.json({a: 1}, {status: 404});
  });
  const {status, headers, body} = await send(call);
  expect(calls).toEqual([[call.url, 'POST', '{}', 'Bearer abc']]);
  expect([status, headers['content-type'], await textOf(body)]).toEqual([
    404,
    'application/json',
    '{"a":1}',
  ]);
});

test('an answer without a body is empty', async () => {
  const {body} = await transport(async () => new Response(undefined, {status: 204}))(call);
  expect(await textOf(body)).toBe('');
});

test.each([
  ['the reason of Node', {cause: new Error('read ECONNRESET')}, 'read ECONNRESET'],
  ['no reason, as in a browser', {}, 'fetch failed'],
])('a failure is UNREACHABLE, with %s', async (_name, options, reason) => {
  const send = transport(async () => {
    throw new TypeError('fetch failed', options);
  });
  await expect(send(call)).rejects.toMatchObject({
    code: 'UNREACHABLE',
    detail: `http://127.0.0.1:5555 (${reason})`,
    details: undefined,
  });
});

test('that nothing listens is told apart', async () => {
  const cause = Object.assign(new Error('connect'), {code: 'ECONNREFUSED'});
  const send = transport(async () => {
    throw new TypeError('fetch failed', {cause});
  });
  await expect(send(call)).rejects.toMatchObject({
    detail: 'http://127.0.0.1:5555 (connection refused)',
    details: undefined,
    hint: 'Is prox running? `prox up` starts it.',
  });
});

test.each([
  ['a port that no page may ask', new Error('bad port')],
  [
    'a certificate that nobody vouches for',
    Object.assign(new Error('self-signed certificate'), {code: 'DEPTH_ZERO_SELF_SIGNED_CERT'}),
  ],
])('%s is not UNREACHABLE, which would be tried again', async (_name, cause) => {
  const send = transport(async () => {
    throw new TypeError('fetch failed', {cause});
  });
  await expect(send(call)).rejects.toMatchObject({
    code: 'USAGE',
    detail: `fetch refuses http://127.0.0.1:5555 (${cause.message})`,
  });
});

test('a token that no header can bear is not UNREACHABLE, which would be tried again', async () => {
  const send = transport(async () => new Response());
  await expect(send({...call, headers: {authorization: 'Bearer a\nb'}})).rejects.toThrow(TypeError);
});

test('a body that breaks off ends', async () => {
  const broken = new ReadableStream({
    start: controller => controller.enqueue(new TextEncoder().encode('half')),
    pull: controller => controller.error(new Error('reset')),
  });
  const {body} = await transport(async () => new Response(broken))(call);
  expect(await textOf(body)).toBe('half');
});

test('who leaves a body lets go of the connection', async () => {
  let left = false;
  const endless = new ReadableStream({
    pull: controller => controller.enqueue(new Uint8Array(1)),
    cancel: () => void (left = true),
  });
  const {body} = await transport(async () => new Response(endless))(call);
  for await (const _chunk of body) break;
  expect(left).toBe(true);
});

test('a stream that is silent for 45 seconds has ended, one that speaks goes on', async () => {
  const clock = new FakeClock();
  let left = false;
  let speak: (text: string) => void = () => {};
  const stream = new ReadableStream({
    start(controller) {
      speak = text => controller.enqueue(new TextEncoder().encode(text));
    },
    cancel() {
      left = true;
    },
  });
  const {body} = await transport(async () => new Response(stream), clock)(call);
  const chunks = body[Symbol.asyncIterator]();
  for (const text of [':\n\n', ':\n\n']) {
    const next = chunks.next();
    await clock.timerArmed(45_000);
    clock.advance(44_999);
    speak(text);
    expect(Buffer.from((await next).value ?? '').toString()).toBe(text);
  }
  const last = chunks.next();
  await clock.timerArmed(45_000);
  clock.advance(45_000);
  expect(await last).toEqual({done: true, value: undefined});
  expect(left).toBe(true);
  expect(clock.armed).toEqual([]);
});
