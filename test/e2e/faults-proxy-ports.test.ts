import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const PROCESSES = {web: 'touch started; exec sleep 1000'};

test.each(['http', 'https'])(
  'a taken %s port is named with its holder, and nothing is started',
  async scheme => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const {port} = holder.address() as AddressInfo;
    await using cli = await ProxCli.create({
      config: {
        api: {port: 0},
        proxy: {http_port: 0, [`${scheme}_port`]: port},
        processes: PROCESSES,
      },
    });

    const {code, stdout, stderr} = await cli.run('up');
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toContain(
      `127.0.0.1:${port} (${scheme.toUpperCase()} of the proxy) is held by pid ${process.pid} (`,
    );
    expect(stderr).toContain(`--${scheme}-port`);
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

test('the API leaves the ports of the proxy alone when it looks for a free one', async () => {
  await using cli = await ProxCli.create({
    config: {proxy: {http_port: 5555, https_port: 5556}, processes: PROCESSES},
  });
  const {stderr} = await cli.run('up', '-d');
  // Somebody else may hold them, but never this prox itself.
  expect(stderr).not.toContain(`the prox of ${cli.projectDir}`);
  expect(stderr).not.toMatch(/Port already in use: .* is held by pid \d+ \([^)]*detached-child/);
});
