import {expect, test} from 'vitest';
import {createClient} from '../../../src/api/client.ts';
import {httpTransport} from '../../../src/api/http-transport.ts';
import {ApiRig, type HttpAnswer} from '../../rig/api-rig.ts';

const web = '/api/v1/processes/web';

async function post(api: ApiRig, path: string, body?: string): Promise<HttpAnswer> {
  const headers = {'content-type': 'application/json'};
  return api.call({method: 'POST', path, headers, ...(body !== undefined && {body})});
}

test.each([
  [`${web}/input`, '{"text":"yes\\r"}', 'send', {text: 'yes\r'}],
  [`${web}/terminal`, '{"columns":80,"rows":24}', 'resize', {columns: 80, rows: 24}],
])('POST %s takes a body', async (path, body, operation, input) => {
  await using api = await ApiRig.start();
  const {status, text} = await post(api, path, body);
  expect({status, text}).toEqual({status: 200, text: '{"success":true}'});
  expect(api.prox.calls).toEqual([{operation, input: {name: 'web', ...input}}]);
});

test('the process is that of the path, whatever body and query say', async () => {
  await using api = await ApiRig.start();
  await post(api, `${web}/input?name=db&text=no`, '{"name":"api","text":"yes"}');
  expect(api.prox.calls).toEqual([{operation: 'send', input: {name: 'web', text: 'yes'}}]);
});

test.each([
  ['no body', undefined, {code: 'INVALID_BODY'}],
  ['a list', '["yes"]', {code: 'INVALID_BODY'}],
  ['no text', '{}', {code: 'INVALID_PARAMETER', details: {parameter: 'text'}}],
  ['a number', '{"text":1}', {code: 'INVALID_PARAMETER', details: {parameter: 'text'}}],
])('an input of %s is refused and nothing is asked', async (_, body, problem) => {
  await using api = await ApiRig.start();
  const {status, text} = await post(api, `${web}/input`, body);
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject(problem);
  expect(api.prox.calls).toEqual([]);
});

test('the client sends what it is given', async () => {
  await using api = await ApiRig.start();
  const client = createClient({
    baseUrl: `http://127.0.0.1:${api.port}`,
    request: httpTransport,
  });
  const input = {name: 'a/b é', text: '\u0003\u0000"é\r\n\u{1f600}'};
  expect(await client.send(input)).toBeUndefined();
  const size = {name: 'web', columns: 200, rows: 50};
  expect(await client.resize(size)).toBeUndefined();
  expect(api.prox.calls).toEqual([
    {operation: 'send', input},
    {operation: 'resize', input: size},
  ]);
});

test('the longest text passes, whatever it is made of', async () => {
  await using api = await ApiRig.start();
  const text = '\u0000'.repeat(65_536);
  const {status} = await post(api, `${web}/input`, JSON.stringify({text}));
  expect(status).toBe(200);
  expect(api.prox.calls).toEqual([{operation: 'send', input: {name: 'web', text}}]);
});
