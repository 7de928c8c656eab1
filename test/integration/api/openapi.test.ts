import type * as Fastify from 'fastify';
import {expect, test, vi} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';
import {DOCUMENTED_ROUTES} from '../../rig/api-document.ts';

const registered = vi.hoisted((): string[] => []);

// Fastify itself tells what it routes: that is what is served, whatever our tables say.
vi.mock('fastify', async importOriginal => {
  const original = await importOriginal<typeof Fastify>();
  const fastify = (options: Fastify.FastifyServerOptions) => {
    const app = original.fastify(options);
    app.addHook('onRoute', ({method, url}) => {
      registered.push(...[method].flat().map(name => `${name} ${url}`));
    });
    return app;
  };
  return {...original, fastify};
});

test('every route that is served is in the document, and none besides', async () => {
  registered.length = 0;
  await using _api = await ApiRig.start();
  const served = registered
    .filter(route => !route.startsWith('HEAD '))
    .map(route => route.replaceAll(/:(\w+)\(\.\+\)/g, '{$1}'));
  const documented = DOCUMENTED_ROUTES.map(({method, path}) => `${method} ${path}`);
  expect(served.length).toBeGreaterThan(40);
  expect(served.toSorted()).toEqual(documented.toSorted());
});

test('the document is served with the version of prox, and made once', async () => {
  await using api = await ApiRig.start();
  const path = '/api/v1/openapi.json';
  const {status, headers, text} = await api.call({path});
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(text)).toMatchObject({openapi: '3.1.0', info: {version: 'v1, prox 0.1.0'}});
  expect((await api.call({path})).text).toBe(text);
  expect(api.prox.calls).toEqual([{operation: 'version', input: undefined}]);
});

test('a failure to make it is not kept', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new Error('not now');
  expect((await api.call({path: '/api/v1/openapi.json'})).status).toBe(500);
  api.prox.failure = undefined;
  expect((await api.call({path: '/api/v1/openapi.json'})).status).toBe(200);
});
