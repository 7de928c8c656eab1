import {expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import {toWire} from '../../../../src/api/wire.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {run, type Result} from '../run-program.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run(...words, '--addr', `127.0.0.1:${api.port}`);
}

test('routes are a table, or the answer of the API', async () => {
  await using api = await ApiRig.start();
  const table = await ask(api, 'routes');
  expect(table).toMatchObject({outcome: 0, stderr: ''});
  expect(table.stdout).toMatch(
    /^NAME .*\nweb {3}http:\/\/web\.localhost:6788 .*\ndocs .*\n +https:\S+\n$/,
  );
  const json = await ask(api, 'routes', '--json');
  expect(JSON.parse(json.stdout)).toEqual(toWire(SAMPLE.routes));
});

test.each([
  ['4000', [], {port: 4000}],
  ['https://docs.example.com', [], {url: 'https://docs.example.com'}],
  ['4000', ['--ttl', '10m'], {port: 4000, ttlSeconds: 600}],
])('route add docs %s %j', async (target, options, input) => {
  await using api = await ApiRig.start();
  const {outcome, stdout} = await ask(api, 'route', 'add', 'docs', target, ...options);
  expect(outcome).toBe(0);
  expect(stdout).toBe('http://docs.localhost:6788 leads to http://localhost:3000\n');
  expect(api.prox.calls).toEqual([{operation: 'addRoute', input: {subdomain: 'docs', ...input}}]);
});

test('route rm removes, and says why what prox.yaml declares stays', async () => {
  await using api = await ApiRig.start();
  expect(await ask(api, 'route', 'rm', 'docs')).toEqual({
    outcome: 0,
    stdout: 'docs removed\n',
    stderr: '',
  });
  expect(api.prox.calls).toEqual([{operation: 'removeRoute', input: {subdomain: 'docs'}}]);
  const hint = 'Take the service out of prox.yaml, and run `prox reload`.';
  api.prox.failure = new ProxError('ROUTE_FROM_CONFIG', {detail: 'web', hint});
  expect(await ask(api, 'route', 'rm', 'web')).toEqual({
    outcome: 1,
    stdout: '',
    stderr: `prox: Route comes from prox.yaml: web\n${hint}\n`,
  });
});

test('route add and rm print JSON', async () => {
  await using api = await ApiRig.start();
  const added = await ask(api, 'route', 'add', 'docs', '4000', '--json');
  expect(JSON.parse(added.stdout)).toEqual(toWire(SAMPLE.addRoute));
  const removed = await ask(api, 'route', 'rm', 'docs', '--json');
  expect(removed.stdout).toBe('{"success":true}\n');
});

test.each([
  [['route', 'add', 'docs'], /`route add` needs a port or a URL/],
  [['route', 'rm', 'docs', '4000'], /`route rm` takes a name and nothing else/],
  [['route', 'rm', 'docs', '--ttl', '1m'], /`route rm` takes a name and nothing else/],
  [['route', 'add', 'docs', '4000', '--ttl', 'soon'], /--ttl must be a duration/],
  [['route', 'drop', 'docs'], /Allowed choices are add, rm/],
  [['route', 'list'], /missing required argument[^]*\n`prox routes` shows those there are\./],
  [
    ['route', 'ls', 'docs'],
    /Allowed choices are add, rm[^]*\n`prox routes` shows those there are\./,
  ],
  [['route', 'add', 'docs'], /\n`prox routes` shows those there are\./],
  [['route', 'add', 'docs', 'foo'], /foo is neither a port nor a URL/],
  [['route', 'add', 'docs', 'localhost:4000'], /localhost:4000 is neither a port nor a URL/],
])('%j is wrong usage', async (words, message) => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await ask(api, ...words);
  expect(outcome).toBe(2);
  expect(stderr).toMatch(message);
  expect(api.prox.calls).toEqual([]);
});

// The environment of `run` has no DISPLAY.
test.runIf(process.platform === 'linux')(
  'open prints the URL where no browser can open it',
  async () => {
    await using api = await ApiRig.start();
    expect(await ask(api, 'open', 'web')).toEqual({
      outcome: 1,
      stdout: 'http://web.localhost:6788\n',
      stderr: 'prox: there is no screen here; open this URL in a browser\n',
    });
    expect(await ask(api, 'open')).toMatchObject({stdout: 'http://localhost:6788/\n'});
  },
);

test('open does not know a service that is not there', async () => {
  await using api = await ApiRig.start();
  const {outcome, stdout, stderr} = await ask(api, 'open', 'wbe');
  expect({outcome, stdout}).toEqual({outcome: 1, stdout: ''});
  expect(stderr).toBe(
    'prox: No such route: wbe\nDid you mean web? Run `prox routes` to see the names.\n',
  );
});
