import {describe, expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ALL_ROUTES} from '../../../../src/api/all-routes.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {Feed} from '../../../rig/feed.ts';
import {proxEvent} from '../../../rig/observation-sample.ts';
import {run, runOn, type Result} from '../run-program.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('api', ...words, '--addr', `127.0.0.1:${api.port}`);
}

describe('an answer', () => {
  test.each(['/status', 'status', '/api/v1/status'])('is printed as it came: %s', async path => {
    await using api = await ApiRig.start();
    const {outcome, stdout, stderr} = await ask(api, 'get', path);

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    expect(JSON.parse(stdout)).toEqual(toWire(SAMPLE.status));
    expect(stdout).toMatch(/\}\n$/);
  });

  test('that is text keeps its line ends', async () => {
    await using api = await ApiRig.start();
    const {outcome, stdout} = await ask(api, 'GET', '/metrics');

    expect(outcome).toBe(0);
    expect(stdout).toMatch(/^prox_process_up\{/m);
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  test('without a body prints nothing', async () => {
    await using api = await ApiRig.start();

    expect(await ask(api, 'DELETE', '/proxy/requests')).toEqual({
      outcome: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('of /ready that says no is printed, and exit code 1', async () => {
    await using api = await ApiRig.start();
    api.prox.readyReport = {ready: false, notReady: 2};

    expect(await ask(api, 'GET', '/ready')).toEqual({
      outcome: 1,
      stdout: '{"ready":false,"not_ready":2}\n',
      stderr: '',
    });
  });

  test('that is an error goes to standard error as it came', async () => {
    await using api = await ApiRig.start();
    api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe'});

    expect(await ask(api, 'GET', '/processes/wbe')).toEqual({
      outcome: 1,
      stdout: '',
      stderr: '{"error":"No such process: wbe","code":"PROCESS_NOT_FOUND"}\n',
    });
  });
});

describe('the words of a call', () => {
  test('may be a path alone, by GET', async () => {
    await using api = await ApiRig.start();

    expect(JSON.parse((await ask(api, '/status')).stdout)).toEqual(toWire(SAMPLE.status));
    expect(await ask(api, 'POST')).toMatchObject({
      outcome: 2,
      stderr: expect.stringContaining('a path such as /status is missing') as string,
    });
  });

  test('may hold a whole URL of this prox, and of no other', async () => {
    await using api = await ApiRig.start();
    const url = `http://localhost:${api.port}/api/v1/status`;

    expect(JSON.parse((await ask(api, 'GET', url)).stdout)).toEqual(toWire(SAMPLE.status));
    expect(await ask(api, 'GET', 'http://192.0.2.1:5555/status')).toMatchObject({
      outcome: 2,
      stderr: expect.stringMatching(/not the prox of this project[^]*--addr http/) as string,
    });
  });
});

describe('a body', () => {
  test('is JSON', async () => {
    await using api = await ApiRig.start();
    await ask(api, 'POST', '/events/ack', '{"ids": [7]}');

    expect(api.prox.calls).toEqual([{operation: 'acknowledgeEvents', input: {ids: [7]}}]);
  });

  test.each(['/config/validate', '/api/v1/config/validate'])('is YAML for %s', async path => {
    await using api = await ApiRig.start();
    const {outcome, stdout, stderr} = await ask(api, 'POST', path, 'processes: {web: make}');

    // An answer that says no.
    expect({outcome, stderr}).toEqual({outcome: 1, stderr: ''});
    expect(JSON.parse(stdout)).toEqual(toWire(SAMPLE.validateConfig));
    expect(api.prox.calls).toEqual([
      {operation: 'validateConfig', input: {yaml: 'processes: {web: make}'}},
    ]);
  });
});

test('a stream is printed line by line', async () => {
  await using api = await ApiRig.start();
  const feed = new Feed<{events: ReturnType<typeof proxEvent>[]; dropped: number}>();
  feed.push({events: [proxEvent(7), proxEvent(8)], dropped: 0});
  feed.push({events: [proxEvent(9)], dropped: 2});
  api.prox.eventSource = ({signal}) => feed.read(signal);
  const words = ['api', 'GET', '/events/stream', '--addr', `127.0.0.1:${api.port}`];
  const {stdout} = await runOn({goneAfter: /"id":9/}, ...words);
  const lines = stdout.trimEnd().split('\n');

  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
    toWire(proxEvent(7)),
    toWire(proxEvent(8)),
    {dropped: 2},
    toWire(proxEvent(9)),
  ]);
});

test('a WebSocket is not opened; its address is told', async () => {
  await using api = await ApiRig.start();
  const {outcome, stdout, stderr} = await ask(api, 'GET', '/ws?topics=events');

  expect({outcome, stdout}).toEqual({outcome: 1, stdout: ''});
  expect(stderr).toMatch(
    /^prox: This is a WebSocket: ws:\/\/127\.0\.0\.1:\d+\/api\/v1\/ws\nConnect to it with /,
  );
});

test('what is no method is refused', async () => {
  expect(await run('api', 'FETCH', '/status')).toMatchObject({
    outcome: 2,
    stderr: expect.stringContaining("'FETCH' is no method; one of GET, ") as string,
  });
});

describe('the completion', () => {
  test('offers every path, with the names of processes', async () => {
    await using api = await ApiRig.start();
    const {stdout} = await run('completion', 'paths', '--addr', `127.0.0.1:${api.port}`);
    const paths = stdout.trimEnd().split('\n');

    expect(paths).toContain('/processes/web/restart');
    expect(paths).toContain('/processes/api/restart');
    expect(paths).toContain('/openapi.json');
    expect(paths.filter(path => path.includes('{name}'))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
    const plain = ALL_ROUTES.filter(({path}) => !path.includes('{name}'));
    expect(plain.filter(({path}) => !paths.includes(path))).toEqual([]);
  });

  test('offers for a method the paths that it is for', async () => {
    const {stdout} = await run('completion', 'paths:DELETE');

    expect(stdout).toContain('/proxy/requests\n');
    expect(stdout).not.toContain('/status');
  });

  test('offers the paths that name no process where there is no project', async () => {
    const {outcome, stdout} = await run('completion', 'paths');

    expect(outcome).toBe(0);
    expect(stdout).toContain('/status\n');
    expect(stdout).not.toContain('{name}');
  });
});
