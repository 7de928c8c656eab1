import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const QUICKSTART = new URL('../../examples/quickstart/', import.meta.url);

test('the quickstart runs, becomes healthy, does its work and ends', async () => {
  const [webPort, apiPort] = [await freePort(), await freePort()];
  await using cli = await ProxCli.create({files: quickstart({4310: webPort, 4311: apiPort})});

  const up = await cli.run('up', '-d', '--wait', '-p', '0');
  expect(up).toMatchObject({code: 0, stdout: expect.stringContaining('prox started') as string});
  expect(await cli.run('status')).toMatchObject({code: 0});

  const page = await (await fetch(`http://127.0.0.1:${webPort}`)).text();
  expect(page).toMatch(/<h1>[1-9]\d* jobs done<\/h1>/);

  expect(await cli.run('down')).toMatchObject({code: 0});
  await cli.assertNothingLeft();
});

/** The files of the example, with ports that are free here. */
function quickstart(ports: Readonly<Record<number, number>>): Record<string, string> {
  const names = readdirSync(QUICKSTART).filter(name => !name.startsWith('.'));
  return Object.fromEntries(
    names.map(name => {
      let text = readFileSync(new URL(name, QUICKSTART), 'utf8');
      for (const [from, to] of Object.entries(ports)) text = text.replaceAll(from, String(to));
      return [name, text];
    }),
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
