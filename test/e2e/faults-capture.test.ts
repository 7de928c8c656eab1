import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {curlStatus} from '../rig/curl.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {TargetServer} from '../rig/target-server.ts';

test('what was captured does not outlive a prox that was killed', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({body: 'x'.repeat(100_000)}),
  });
  await using cli = await ProxCli.create({
    config: {
      api: {port: 0},
      proxy: {http_port: 0, capture: {enabled: true}},
      services: {app: app.port},
      processes: {idle: 'exec sleep 1000'},
    },
  });
  const folder = join(cli.projectDir, '.prox/capture');
  await cli.run('up', '-d');
  const {status} = (await cli.json('status')) as {
    status: {pid: number; proxy: {http_port: number}};
  };
  expect(
    await curlStatus('-H', 'Host: app.localhost', `http://127.0.0.1:${status.proxy.http_port}`),
  ).toBe('200');
  expect(existsSync(folder)).toBe(true);

  process.kill(status.pid, 'SIGKILL');
  await cli.run('up', '-d', '--no-capture');
  expect(existsSync(folder)).toBe(false);
});
