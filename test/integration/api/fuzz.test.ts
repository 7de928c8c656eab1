import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {error} from '../../../src/api/answers/own.ts';
import {systemClock} from '../../../src/core/clock.ts';
import {DOCUMENTED_ROUTES} from '../../rig/api-document.ts';
import {anyCall} from '../../rig/api-fuzz.ts';
import {ApiRig, type HttpAnswer, type HttpCall} from '../../rig/api-rig.ts';
import {deviation} from '../../rig/expect-answer.ts';
import {TestApp} from '../../rig/test-app.ts';

/** What fails is shrunk, and printed with the seed and the path that lead back to it. */
const BOUNDS = {seed: 20_260_101, numRuns: 600, interruptAfterTimeLimit: 6000};

test('whatever is asked is answered in JSON, and never by 500', async () => {
  await using api = await ApiRig.start();
  await fc.assert(
    fc.asyncProperty(anyCall(), async call => {
      expect(faultOf(call, await answerTo(api, call))).toBeUndefined();
    }),
    BOUNDS,
  );
  expect(api.bugs).toEqual([]);
  expect(await api.call({path: '/health'})).toMatchObject({status: 200});
});

/** These end, or begin anew, what the others are asked about. */
const NOT_ASKED = new Set(['shutdown', 'reload', 'start', 'stop', 'restart']);

test('a real prox answers whatever it is asked', async () => {
  await using stack = await TestApp.create({
    config: {
      proxy: {http_port: 0, host: '127.0.0.1'},
      processes: {web: {cmd: 'echo aaaaaaaaaaaaaaaa!; exec sleep 1000', tty: true}},
    },
  });
  await using api = await ApiRig.start({prox: stack.app, clock: systemClock});
  await stack.begin();
  await stack.line(/aaa!/);
  const routes = DOCUMENTED_ROUTES.filter(
    ({operation}) => !NOT_ASKED.has(operation.operationId ?? ''),
  );
  await fc.assert(
    fc.asyncProperty(anyCall(routes), async call => {
      expect(faultOf(call, await answerTo(api, call))).toBeUndefined();
    }),
    BOUNDS,
  );
  expect(api.bugs).toEqual([]);
  expect(await stack.app.health()).toMatchObject({status: 'ok'});
});

/** The whole answer; of a stream no more than its beginning. */
async function answerTo(api: ApiRig, call: HttpCall): Promise<HttpAnswer> {
  const response = await api.open(call);
  const {statusCode: status = 0, headers} = response;
  if (headers['content-type'] === 'text/event-stream') {
    response.destroy();
    return {status, headers, text: ''};
  }
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return {status, headers, text};
}

function faultOf({method}: HttpCall, {status, headers, text}: HttpAnswer): string | undefined {
  const type = headers['content-type'] ?? '';
  if (type.includes('html')) return `a page: ${text}`;
  if (headers['x-injected'] !== undefined) return 'a header that the caller made up';
  if (status === 500) return `500: ${text}`;
  if (status < 400 || method === 'HEAD') return undefined;
  if (!type.startsWith('application/json')) return `${status} as ${type}`;
  const body: unknown = JSON.parse(text);
  // `ready` answers by its own form.
  if (status === 503 && text.startsWith('{"ready":false')) return undefined;
  return deviation(error, body);
}
