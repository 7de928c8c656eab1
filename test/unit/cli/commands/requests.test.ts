import {describe, expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {FollowOptions} from '../../../../src/core/prox.ts';
import type {
  RequestBatch,
  RequestPage,
  RequestRecord,
} from '../../../../src/core/request-record.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx, SAMPLE} from '../../../rig/fake-prox.ts';
import {requestRecord} from '../../../rig/proxy-sample.ts';
import {run, type Result} from '../run-program.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('requests', ...words, '--addr', `127.0.0.1:${api.port}`);
}

class ListingProx extends FakeProx {
  readonly #records: readonly RequestRecord[];

  constructor(records: readonly RequestRecord[]) {
    super();
    this.#records = records;
  }

  override async requests(): Promise<RequestPage> {
    const {length} = this.#records;
    return {requests: this.#records, filteredCount: length, totalCount: length};
  }
}

describe('the list', () => {
  test('has the newest at its end', async () => {
    await using api = await ApiRig.start();
    const {outcome, stdout, stderr} = await ask(api);

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    expect(stdout.split('\n').map(line => line.split(' ', 1)[0])).toEqual([
      'ID',
      '00000a1',
      '00000a2',
      '',
    ]);
  });

  test('as JSON is the answer of the API', async () => {
    await using api = await ApiRig.start();
    const {stdout} = await ask(api, '--json');

    expect(JSON.parse(stdout)).toEqual(toWire(SAMPLE.requests));
  });

  test('hands every filter on', async () => {
    await using api = await ApiRig.start();
    const words =
      '-n 7 --subdomain web,api --method get --min-status 400 --max-status 499 --since 1h --search x';
    await ask(api, ...words.split(' '));

    expect(api.prox.calls).toEqual([
      {
        operation: 'requests',
        input: {
          limit: 7,
          subdomain: ['web', 'api'],
          method: ['get'],
          minStatus: 400,
          maxStatus: 499,
          since: Date.UTC(2025, 11, 31, 23),
          search: 'x',
        },
      },
    ]);
  });

  test('that is empty says where requests come from, or that none matches', async () => {
    await using api = await ApiRig.start({prox: new ListingProx([])});

    expect(await ask(api)).toEqual({
      outcome: 0,
      stdout: '',
      stderr: 'No requests yet: they come through http://localhost:6788/\n',
    });
    expect((await ask(api, '--method', 'PUT')).stderr).toBe('No request matches.\n');
  });

  test('without a proxy says how to turn it on', async () => {
    await using api = await ApiRig.start();
    const hint = 'Give prox.yaml a `services` or `proxy` key, and restart prox.';
    api.prox.failure = new ProxError('PROXY_NOT_ENABLED', {hint});

    expect(await ask(api)).toEqual({
      outcome: 1,
      stdout: '',
      stderr: `prox: The proxy is not enabled\n${hint}\n`,
    });
  });
});

describe('following', () => {
  const old = requestRecord({id: '00000a1', url: '/old'});
  const both = requestRecord({id: '00000a2', url: '/both'});
  const open = requestRecord({id: '00000a3', url: '/open', inFlight: true, statusCode: undefined});
  const finished = {...open, inFlight: false, statusCode: 200};

  async function* batches({signal}: FollowOptions): AsyncGenerator<RequestBatch> {
    yield {dropped: 0, requests: [both]};
    yield {dropped: 2, requests: [finished]};
    if (!signal.aborted) return; // ends as when prox does
  }

  async function follow(...words: readonly string[]): Promise<Result> {
    const prox = new ListingProx([open, both, old]);
    prox.requestSource = batches;
    await using api = await ApiRig.start({prox});
    return await ask(api, '-f', ...words);
  }

  test('shows each request once, whether it finished before or after', async () => {
    const {outcome, stdout, stderr} = await follow();

    expect(outcome).toBe(0);
    expect(stdout.split('\n').map(line => line.split('6788')[1])).toEqual([
      undefined,
      '/old',
      '/both',
      '/open',
      undefined,
    ]);
    expect(stderr).toBe('prox: 2 requests were lost here, they came too fast\n');
  });

  test('as JSON is an object a line', async () => {
    const {stdout} = await follow('--json');

    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as unknown),
    ).toEqual([old, both, finished].map(toWire));
  });

  test('of an empty list waits for the first', async () => {
    const prox = new ListingProx([]);
    prox.requestSource = batches;
    await using api = await ApiRig.start({prox});

    expect((await ask(api, '-f', '--json')).stdout.split('\n')).toHaveLength(3);
  });
});

describe('one request', () => {
  test('is shown with its headers; the bodies are asked for with --body', async () => {
    await using api = await ApiRig.start();
    const {stdout} = await ask(api, '00000a1');
    await ask(api, '00000a1', '--body');

    expect(stdout).toMatch(/^POST web\.localhost:6788\/orders\?page=2\nid {8}00000a1\n/);
    expect(stdout).toContain('  authorization: [REDACTED]\n');
    expect(api.prox.calls).toEqual([
      {operation: 'request', input: {id: '00000a1'}},
      {operation: 'request', input: {id: '00000a1', include: ['body']}},
    ]);
  });

  test('as JSON is the answer of the API', async () => {
    await using api = await ApiRig.start();

    expect(JSON.parse((await ask(api, '00000a1', '--json')).stdout)).toEqual(
      toWire(SAMPLE.request),
    );
  });

  test('as curl is a line on standard output, what to know on standard error', async () => {
    await using api = await ApiRig.start();
    const {stdout, stderr} = await ask(api, '00000a1', '--curl');

    expect(stdout).toMatch(/^curl 'http:\/\/web\.localhost:6788\/orders\?page=2' .* hello\n$/);
    expect(stderr).toBe('note: put the secrets in the place of [REDACTED]\n');
  });

  test('that is not there is named', async () => {
    await using api = await ApiRig.start();
    api.prox.failure = new ProxError('REQUEST_NOT_FOUND', {detail: 'abc'});

    expect(await ask(api, 'abc')).toMatchObject({
      outcome: 1,
      stderr: 'prox: No such request: abc\n',
    });
  });
});

test.each([
  [['--body'], '--body needs the id of a request'],
  [['--curl'], '--curl needs the id of a request'],
  [['a1', '-f'], '--follow is for the list of requests'],
  [['a1', '--min-status', '500'], '--min-status is for the list of requests'],
  [['a1', '--curl', '--json'], '--curl prints nothing else'],
  [['-n', '1001'], '--limit must be a whole number from 0 to 1000'],
  [['--since', 'soon'], '--since must be a duration such as 5m'],
])('%j is wrong usage', async (words, message) => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await ask(api, ...words);

  expect(outcome).toBe(2);
  expect(stderr).toContain(message);
  expect(api.prox.calls).toEqual([]);
});
