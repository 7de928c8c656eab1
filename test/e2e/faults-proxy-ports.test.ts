import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const PROCESSES = {web: 'touch started; exec sleep 1000'};

test.each(['http_port', 'https_port'])(
  'a taken %s is named with its holder, and nothing is started',
  async key => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const {port} = holder.address() as AddressInfo;
    await using cli = await ProxCli.create({
      config: {api: {port: 0}, proxy: {http_port: 0, [key]: port}, processes: PROCESSES},
    });

    const {code, stdout, stderr} = await cli.run('up');
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toContain(`Port already in use: ${port} is held by pid ${process.pid} (`);
    expect(stderr).toContain('--no-proxy');
    expect(cli.read('started')).toBeUndefined();
    await cli.assertNothingLeft();
    expect(await cli.run('status')).toMatchObject({code: 3});
    holder.close();
  },
);

test('the ports of another prox name its project', async () => {
  await using first = await ProxCli.create({
    config: {api: {port: 0}, proxy: {http_port: 0}, processes: PROCESSES},
  });
  await first.run('up', '-d');
  const {status} = (await first.json('status')) as {status: {proxy: {http_port: number}}};
  await using second = await ProxCli.create({
    config: {api: {port: 0}, proxy: {http_port: status.proxy.http_port}, processes: PROCESSES},
  });

  const {code, stderr} = await second.run('up', '-d');
  expect(code).toBe(1);
  expect(stderr).toContain(`(the prox of ${first.projectDir})`);
});
