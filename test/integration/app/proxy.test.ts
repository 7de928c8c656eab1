import {expect, test} from 'vitest';
import {curl, curlStatus} from '../../rig/curl.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

interface Stack {
  readonly port: number;
  readonly proxy?: Readonly<Record<string, unknown>>;
  readonly services?: Readonly<Record<string, unknown>>;
}

async function start(web: ScriptedProcess, stack: Stack): Promise<TestApp> {
  const running = await TestApp.create({config: configOf(web, stack)});
  await running.begin();
  return running;
}

function configOf(
  web: ScriptedProcess,
  {port, proxy, services}: Stack,
): Readonly<Record<string, unknown>> {
  return {
    proxy: {http_port: 0, host: '127.0.0.1', ...proxy},
    ...(services !== undefined && {services}),
    processes: {web: {cmd: web.command, port, service: true}},
  };
}

async function urlOf({app}: TestApp, name = 'web'): Promise<string> {
  const {proxy} = await app.status();
  return `http://${name}.localhost:${proxy?.httpPort}/`;
}

test('a request that comes while its process is restarted waits for the new child', async () => {
  await using web = await ScriptedProcess.create();
  const port = await freePort();
  await using running = await start(web, {port});
  const first = await web.nextRun();
  await first.listen(port);
  await first.answerWith(200);
  const url = await urlOf(running);
  expect(await curlStatus(url)).toBe('200');

  const restarted = running.app.restart({name: 'web'});
  await running.until('web', ({status}) => status !== 'running');
  const answer = curlStatus(url);
  const second = await web.nextRun();
  await restarted;
  await second.listen(port);
  await second.answerWith(204);
  expect(await answer).toBe('204');
});

test('a service follows its process to the port that prox.yaml gives it at a restart', async () => {
  await using web = await ScriptedProcess.create();
  const [before, after] = [await freePort(), await freePort()];
  await using running = await start(web, {port: before});
  const first = await web.nextRun();
  await first.listen(before);
  await first.answerWith(204);
  const url = await urlOf(running);
  expect(await curlStatus(url)).toBe('204');

  await running.project.writeConfig(configOf(web, {port: after}));
  const restarted = running.app.restart({name: 'web'});
  const second = await web.nextRun();
  await restarted;
  await second.listen(after);
  await second.answerWith(201);
  expect(await curlStatus(url)).toBe('201');
  expect(await running.app.routes()).toMatchObject({
    routes: [
      {subdomain: 'web', state: 'active', target: {port: after, url: `http://localhost:${after}`}},
    ],
  });
});

test('a request that waits is answered at once when the process ends', async () => {
  await using web = await ScriptedProcess.create();
  const port = await freePort();
  await using running = await start(web, {port});
  const run = await web.nextRun();
  await run.printError('no database');
  const answer = curl(await urlOf(running));
  await run.exit(3);
  const page = await answer;
  expect(page).toContain('crashed');
  expect(page).toContain('no database');
});

test('children are told the address of every service, and where it is secure of the CA', async () => {
  await using web = await ScriptedProcess.create();
  await using running = await start(web, {
    port: await freePort(),
    proxy: {https_port: 0},
    services: {
      'my-api': [
        {port: 1, path_prefix: '/a'},
        {port: 2, path_prefix: '/b'},
      ],
      '*': 3,
    },
  });
  const run = await web.nextRun();
  const {env} = await run.report();
  const url = await urlOf(running);
  expect(env).toMatchObject({
    PROX_URL_WEB: new URL(url).origin,
    PROX_URL_MY_API: new URL(await urlOf(running, 'my-api')).origin,
    NODE_EXTRA_CA_CERTS: expect.stringMatching(/\.pem$/) as string,
  });
  expect(Object.keys(env).filter(name => name.startsWith('PROX_URL_'))).toHaveLength(2);
});

test('a process has the URL of the service with its name, else of the first it is behind', async () => {
  await using web = await ScriptedProcess.create();
  await using running = await start(web, {
    port: await freePort(),
    services: {shop: {port: 1, process: 'web'}, web: {port: 1, path_prefix: '/x', process: 'web'}},
  });
  await web.nextRun();
  const {proxy} = await running.app.status();
  expect(await running.summary('web')).toMatchObject({
    url: `http://web.localhost:${proxy?.httpPort}`,
  });
});

test('after a shutdown nobody listens, and nobody is waited for', async () => {
  await using web = await ScriptedProcess.create();
  const port = await freePort();
  await using running = await start(web, {port});
  const run = await web.nextRun();
  await run.listen(port);
  const url = await urlOf(running);
  const unanswered = curl(url).catch(({code}: {code: number}) => code);
  await running.app.shutdown({wait: true});
  expect(await unanswered).not.toBe(0);
  await expect(curl(url)).rejects.toMatchObject({code: CURL_REFUSED});
});

/** curl(1), EXIT CODES. */
const CURL_REFUSED = 7;

test('a proxy that the network can reach says so', async () => {
  await using web = await ScriptedProcess.create();
  await using running = await start(web, {port: await freePort(), proxy: {host: '0.0.0.0'}});
  await web.nextRun();
  expect((await running.line(/0\.0\.0\.0/)).line).toContain('every machine of the network');
});
