import {expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';
import {parsePrometheusText} from '../../rig/prometheus-text.ts';

test('/metrics answers with the text of Prometheus, at the root only', async () => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({path: '/metrics'});
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(parsePrometheusText(text).map(({name}) => name)).toContain('prox_process_up');

  expect(await api.call({path: '/api/v1/metrics'})).toMatchObject({status: 404});
});

test('a scrape needs the token where the API does', async () => {
  await using api = await ApiRig.start({token: 'secret'});
  expect(await api.call({path: '/metrics'})).toMatchObject({status: 401});
  const headers = {authorization: 'Bearer secret'};

  expect(await api.call({path: '/metrics', headers})).toMatchObject({status: 200});
});

test('a failure of prox is a JSON error, and no half of a text', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new Error('broken');
  const {status, text} = await api.call({path: '/metrics'});

  expect(status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({code: 'INTERNAL_ERROR'});
});
