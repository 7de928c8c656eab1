import {expect, test} from 'vitest';
import {curlStatus} from '../rig/curl.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {TargetServer} from '../rig/target-server.ts';

async function createCli(app: TargetServer): Promise<ProxCli> {
  return ProxCli.create({
    config: {
      api: {port: 0},
      proxy: {http_port: 0},
      services: {app: app.port},
      processes: {web: 'exec sleep 1000'},
    },
  });
}

async function visit(cli: ProxCli, path: string): Promise<void> {
  const {status} = (await cli.json('status')) as {status: {proxy: {http_port: number}}};
  await curlStatus(`http://app.localhost:${status.proxy.http_port}${path}`);
}

test.each([
  ['ends', async (cli: ProxCli) => void (await cli.run('down'))],
  ['is killed', async (cli: ProxCli) => void process.kill(cli.state().pid, 'SIGKILL')],
])('requests -f goes on when prox %s and comes back', async (_, end) => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using cli = await createCli(app);
  await cli.run('up', '-d');
  await visit(cli, '/before');
  const requests = cli.spawn('requests', '-f');
  await requests.line(/\/before$/);
  await visit(cli, '/one');
  await requests.line(/\/one$/);
  await end(cli);
  await requests.line(/^prox: prox has ended, waiting for it to come back$/);
  await cli.run('up', '-d');
  await visit(cli, '/two');
  await requests.line(/\/two$/);
  await visit(cli, '/three');
  await requests.line(/\/three$/);
  const paths = [...requests.stdout.matchAll(/\/\w+$/gm)].map(([path]) => path);
  expect(paths).toEqual(['/before', '/one', '/two', '/three']);
});
