import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('a route that leads nowhere is told once, and once more when it leads somewhere again', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({
    services: [service('app', {port}, {process: 'web'})],
  });
  for (let call = 0; call < 3; call++) expect(await proxy.call()).toMatchObject({status: 502});
  const details = {subdomain: 'app', target: `http://127.0.0.1:${port}`};
  const unreachable = {
    type: 'proxy.upstream_unreachable',
    process: 'web',
    message: `http://127.0.0.1:${port}, where app leads, does not answer: connection refused`,
    details: {...details, reason: 'connection refused'},
  };
  expect(proxy.events).toMatchObject([unreachable]);

  await using server = await TargetServer.start({port});
  const answers = [proxy.call(), proxy.call({method: 'POST', body: 'x'})];
  for (const _ of answers) (await server.next()).respond({body: 'ok'});
  await Promise.all(answers);
  expect(proxy.events.slice(1)).toMatchObject([
    {
      type: 'proxy.upstream_recovered',
      message: `http://127.0.0.1:${port}, where app leads, answers again`,
      details,
    },
  ]);
});

test('each route is told for itself, and one that was reachable all along not at all', async () => {
  await using server = await TargetServer.start();
  const gone = {port: await freePort()};
  await using proxy = await TestProxy.create({
    services: [service('app', server), service('one', gone), service('two', gone)],
  });
  const answer = proxy.call();
  (await server.next()).respond({body: 'ok'});
  await answer;
  await proxy.call({host: 'two.localhost'});
  await proxy.call({host: 'one.localhost'});
  expect(proxy.events.map(({details}) => details?.['subdomain'])).toEqual(['two', 'one']);
});

test('a process that is still starting is not unreachable', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({
    services: [service('app', {port}, {process: 'web'})],
    config: {holdMs: 50},
  });
  proxy.processes.starting('web');
  expect(await proxy.call()).toMatchObject({status: 503});
  expect(proxy.events).toEqual([]);
});

test('a route that a reload leads elsewhere has recovered when it leads somewhere again', async () => {
  await using server = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', {port: await freePort()})],
  });
  await proxy.call();
  proxy.proxy.replaceConfigured([service('app', server), service('new', server)]);
  for (const host of ['app.localhost', 'new.localhost']) {
    const answer = proxy.call({host});
    (await server.next()).respond({body: 'ok'});
    await answer;
  }
  expect(proxy.events).toMatchObject([
    {type: 'proxy.upstream_unreachable'},
    {type: 'proxy.upstream_recovered', details: {subdomain: 'app'}},
  ]);
});
