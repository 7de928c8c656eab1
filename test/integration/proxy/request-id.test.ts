import {expect, test} from 'vitest';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('a request id is kept, or made when there is none', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const first = proxy.call({headers: {'x-request-id': 'mine-1'}});
  const kept = await app.next();
  kept.respond();
  await first;
  expect(kept.values('x-request-id')).toEqual(['mine-1']);

  const ids: (string | undefined)[] = [];
  for (let count = 0; count < 2; count++) {
    const answer = proxy.call();
    const request = await app.next();
    request.respond();
    await answer;
    ids.push(...request.values('x-request-id'));
  }
  expect(ids).toHaveLength(2);
  expect(ids[0]).toMatch(/^\S{7,}$/);
  expect(ids[1]).not.toBe(ids[0]);
});

test('a request id that Connection keeps from the target is made anew', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const headers = {connection: 'close, X-Request-Id', 'x-request-id': 'mine-1'};
  const answer = proxy.call({headers});
  const request = await app.next();
  request.respond();
  await answer;
  const {id} = await proxy.finished();
  expect(request.values('x-request-id')).toEqual([id]);
});
