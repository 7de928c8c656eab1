import {once} from 'node:events';
import {createServer, type Server} from 'node:net';
import {describe, expect, it} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const QUICK = {interval: '50ms', start_interval: '50ms', start_period: '0s', retries: 2};

async function listen(): Promise<{readonly server: Server; readonly port: number}> {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {server, port: typeof address === 'object' && address !== null ? address.port : 0};
}

describe.runIf(process.platform === 'linux')('a stranger on the port of a process', () => {
  it('does not make it healthy, nor ready for others, and is named until he is gone', async () => {
    const {server, port} = await listen();
    const healthcheck = {tcp: port, ...QUICK};
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: web.command, port, healthcheck},
          dep: {cmd: 'exec sleep 60', depends_on: ['web']},
        },
      },
    });
    await app.begin();
    const run = await web.nextRun();
    await app.until('web', ({health}) => health === 'unhealthy');
    const held = `port ${port} is held by pid ${process.pid} (`;
    expect((await app.app.process({name: 'web'})).healthcheck.lastOutput).toContain(held);
    expect(await app.summary('web')).toMatchObject({ready: false, portConflict: {port}});
    expect(await app.summary('dep')).not.toMatchObject({status: 'running'});
    expect((await app.app.status()).warnings).toMatchObject([{code: 'PORT_TAKEN'}]);

    server.close();
    await once(server, 'close');
    await run.listen(port);
    await app.until('web', ({health}) => health === 'healthy');
    await app.until('dep', ({status}) => status === 'running');
    expect(await app.summary('web')).toMatchObject({portConflict: undefined});
    expect((await app.app.status()).warnings).toEqual([]);
  });
});

it('a check of its own port tells of the port no later than of the health', async () => {
  await using web = await ScriptedProcess.create();
  const {server, port} = await listen();
  server.close();
  await once(server, 'close');
  await using app = await TestApp.create({
    config: {processes: {web: {cmd: web.command, port, healthcheck: {tcp: port, ...QUICK}}}},
  });
  await app.begin();
  await (await web.nextRun()).listen(port);
  await app.until('web', ({health}) => health === 'healthy');
  const [{portOpenMs = Infinity, healthyMs = 0} = {}] = (await app.app.startUp()).processes;
  expect(portOpenMs).toBeLessThanOrEqual(healthyMs);
});
