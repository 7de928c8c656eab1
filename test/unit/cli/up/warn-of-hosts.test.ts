import {expect, test} from 'vitest';
import {warnOfHosts} from '../../../../src/cli/up/warn-of-hosts.ts';
import type {RouteReport} from '../../../../src/core/route.ts';
import type {Warning} from '../../../../src/core/warning.ts';
import {PROXY_SAMPLE} from '../../../rig/proxy-sample.ts';

const [web, docs] = PROXY_SAMPLE.routes.routes;

/** What is asked of the system, and what is warned of. */
async function check(routes: readonly RouteReport[], isUnknown: boolean) {
  const [asked, warnings]: [string[], Warning[]] = [[], []];
  await warnOfHosts({
    app: {routes: async () => ({routes}), warn: warning => void warnings.push(warning)},
    isUnknown: async host => {
      asked.push(host);
      return isUnknown;
    },
    signal: new AbortController().signal,
  });
  return {asked, warnings};
}

test('a name that the system does not know is warned of, with the way to make it known', async () => {
  const star = {...web, subdomain: '*', url: undefined};
  expect(await check([star, web, docs], true)).toEqual({
    asked: ['web.localhost'],
    warnings: [
      {
        code: 'HOST_UNRESOLVED',
        message: 'programs of this system do not find web.localhost',
        hint: 'prox hosts --add',
      },
    ],
  });
});

test('a name that is known, or that nobody can tell of, is no matter', async () => {
  expect((await check([web], false)).warnings).toEqual([]);
});

test('without services nothing is asked', async () => {
  expect(await check([], true)).toEqual({asked: [], warnings: []});
});
