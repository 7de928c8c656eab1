import {expect, test} from 'vitest';
import {createPaint} from '../../../../src/cli/render/paint.ts';
import {renderRoutes} from '../../../../src/cli/render/routes-table.ts';
import {PROXY_SAMPLE} from '../../../rig/proxy-sample.ts';

test('every route has a row: where it leads, how it is, and who made it', () => {
  const [web, docs] = PROXY_SAMPLE.routes.routes;
  const star = {
    ...docs,
    subdomain: '*',
    url: undefined,
    state: 'unreachable',
    expiresAt: undefined,
  };
  const now = Date.UTC(2026, 0, 1, 10, 33, 1, 250);
  const routes = [web, docs, {...star, state: 'unreachable'} as const];
  expect(renderRoutes(routes, createPaint({hasColor: false}), now)).toBe(
    `
NAME  URL                         TARGET                 PROCESS  STATE        REQUESTS  ERRORS  SOURCE
web   http://web.localhost:6788   http://localhost:3000  web      active       3         0       prox.yaml
docs  http://docs.localhost:6788  http://localhost:3000  -        unknown      0         0       added, for 9m00s
*     -                           http://localhost:3000  -        unreachable  0         0       added`.trimStart(),
  );
});
