import {expect, test} from 'vitest';
import type {Operation} from '../../../src/api/routes.ts';
import {systemClock} from '../../../src/core/clock.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {curlStatus} from '../../rig/curl.ts';
import {expectAnswer, expectItem, type OperationCall} from '../../rig/expect-answer.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const QUESTIONS: readonly (readonly [Operation, OperationCall])[] = [
  ['status', {}],
  ['health', {}],
  ['ready', {}],
  ['version', {}],
  ['processes', {}],
  ['startUp', {}],
  ['stats', {}],
  ['usage', {}],
  ['config', {}],
  ['validateConfig', {}],
  ['reload', {query: '?dry_run=true'}],
  ['logs', {query: '?process=broken&stream=stderr'}],
  ['events', {}],
  ['countEvents', {}],
  ['requests', {}],
  ['routes', {}],
  ['certs', {}],
];

const NAMES = ['web', 'broken', 'late', 'terminal', 'setup', 'cache'];

test('what a stack with children of all sorts answers is as documented', async () => {
  await using web = await ScriptedProcess.create();
  const port = await freePort();
  await using running = await TestApp.create({config: configOf(web, port)});
  await using api = await ApiRig.start({prox: running.app, clock: systemClock});
  await comeUp(running, web, port);

  for (const [operation, call] of QUESTIONS) await expectAnswer(api, operation, call);
  for (const name of NAMES) {
    const call = {names: {name}};
    expect(await expectAnswer(api, 'process', call)).toMatchObject({name});
    expect(await expectAnswer(api, 'why', call)).toMatchObject({name});
    await expectAnswer(api, 'processStats', call);
  }
  const {requests} = await running.app.requests({});
  const id = requests.find(({statusCode}) => statusCode === 200)?.id ?? '';
  const detail = await expectAnswer(api, 'request', {names: {id}, query: '?include=body'});
  expect(detail).toMatchObject({details: {response_body: {is_binary: false}}});
});

test('what it sends, and what it answers to changes, is as documented', async () => {
  await using web = await ScriptedProcess.create();
  const port = await freePort();
  await using running = await TestApp.create({config: configOf(web, port)});
  await using api = await ApiRig.start({prox: running.app, clock: systemClock});
  await comeUp(running, web, port);

  await expectItem(api, 'followProcesses');
  await expectItem(api, 'followLogs', {query: '?since_seq=0'});
  await expectItem(api, 'followEvents', {query: '?since_id=0'});
  const request = expectItem(api, 'followRequests');
  await visit(running);
  expect(await request).toMatchObject({process: 'web', status_code: 200});

  const terminal = {names: {name: 'terminal'}};
  await expectAnswer(api, 'send', {...terminal, body: {text: 'x'}});
  await expectAnswer(api, 'resize', {...terminal, body: {columns: 80, rows: 24}});
  await expectAnswer(api, 'stop', terminal);
  await expectAnswer(api, 'start', terminal);
  await expectAnswer(api, 'restart', terminal);
  await expectAnswer(api, 'acknowledgeEvents', {body: {all: true}});
  await expectAnswer(api, 'events', {query: '?acknowledged=true'});
  await expectAnswer(api, 'addRoute', {body: {subdomain: 'docs', port, ttl_seconds: 60}});
  await expectAnswer(api, 'routes');
  await expectAnswer(api, 'removeRoute', {names: {subdomain: 'docs'}});
  await expectAnswer(api, 'clearRequests');
  expect(await expectAnswer(api, 'shutdown', {query: '?wait=true'})).toMatchObject({waited: true});
});

async function comeUp(running: TestApp, web: ScriptedProcess, port: number): Promise<void> {
  await running.begin();
  const run = await web.nextRun();
  await run.listen(port);
  await run.answerWith(200);
  await running.until('web', ({health}) => health === 'healthy');
  await running.until('broken', ({status}) => status === 'crashed');
  await running.until('setup', ({status}) => status === 'completed');
  await running.until('late', ({status}) => status === 'blocked');
  await running.until('terminal', ({status}) => status === 'running');
  await visit(running);
}

async function visit({app}: TestApp): Promise<void> {
  const {proxy} = await app.status();
  expect(await curlStatus(`http://web.localhost:${proxy?.httpPort}/x?y=1`)).toBe('200');
}

function configOf(web: ScriptedProcess, port: number): Readonly<Record<string, unknown>> {
  return {
    proxy: {http_port: 0, https_port: 0, host: '127.0.0.1', capture: {enabled: true}},
    dependencies: {cache: {check: {tcp: port}}},
    tasks: {setup: 'echo done', broken: 'echo trouble >&2; exit 3'},
    processes: {
      web: {
        cmd: web.command,
        port,
        service: true,
        env: {nodeEnv: 'dev', API_KEY: 'x'},
        watch: ['*.ts'],
        healthcheck: {tcp: port, interval: '100ms'},
      },
      late: {cmd: 'true', depends_on: ['broken']},
      terminal: {cmd: 'cat', tty: true, depends_on: ['cache', 'web']},
    },
  };
}
