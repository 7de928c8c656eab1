import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {renderRoutes} from '../../../src/render/routes-table.ts';
import {PROXY_SAMPLE} from '../../rig/proxy-sample.ts';

test('every route has a row: where it leads, how it is, and who made it; HTTPS has its own', () => {
  const [web, docs] = PROXY_SAMPLE.routes.routes;
  const star = {
    ...docs,
    subdomain: '*',
    url: undefined,
    urls: {http: undefined, https: undefined},
    state: 'unreachable',
    expiresAt: undefined,
  };
  const now = Date.UTC(2026, 0, 1, 10, 33, 1, 250);
  const routes = [web, docs, {...star, state: 'unreachable'} as const];
  expect(renderRoutes(routes, createPaint({hasColor: false}), now)).toBe(
    `
NAME  URL                          TARGET                 PROCESS  STATE            REQUESTS  ERRORS  SOURCE
web   http://web.localhost:6788    http://localhost:3000  web      running          3         0       prox.yaml
docs  http://docs.localhost:6788   http://localhost:3000  -        not asked yet    0         0       added, for 9m00s
      https://docs.localhost:6789
*     -                            http://localhost:3000  -        does not answer  0         0       added`.trimStart(),
  );
});
