import {describe, expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {CertificateList} from '../../../../src/core/certificate.ts';
import type {
  CapturedBody,
  RequestDetail,
  RequestPage,
  RequestQuery,
  RequestRecord,
  RequestRef,
} from '../../../../src/core/request-record.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx, SAMPLE} from '../../../rig/fake-prox.ts';
import {requestRecord} from '../../../rig/proxy-sample.ts';
import {run, runInto, runOn, type Result} from '../run-program.ts';
import {TextSink} from '../text-sink.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('requests', ...words, '--addr', `127.0.0.1:${api.port}`);
}

class ListingProx extends FakeProx {
  readonly #records: readonly RequestRecord[];

  constructor(records: readonly RequestRecord[]) {
    super();
    this.#records = records;
  }

  override async requests({limit = 100, beforeId}: RequestQuery): Promise<RequestPage> {
    const from = this.#records.findIndex(({id}) => id === beforeId) + 1;
    const requests = this.#records.slice(from, from + limit);
    const {length} = this.#records;
    return {requests, filteredCount: requests.length, totalCount: length};
  }

  override async request({id, ...rest}: RequestRef): Promise<RequestDetail> {
    const record = this.#records.find(one => one.id === id);
    if (record === undefined) throw new ProxError('REQUEST_NOT_FOUND', {detail: id});
    return {...(await super.request({id, ...rest})), ...record};
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

  test.each([
    ['wbe', 'No route is called wbe. Did you mean web? Routes: web, docs.'],
    ['web,nothing', 'No route is called nothing. Routes: web, docs.'],
    ['WEB', ''],
  ])('that is empty names the routes when %s is none', async (names, told) => {
    await using api = await ApiRig.start({prox: new ListingProx([])});
    const {stderr} = await ask(api, '--subdomain', names);

    expect(stderr).toBe(`No request matches. ${told}`.trimEnd() + '\n');
  });

  test('is cut to the width of a terminal, and never into a pipe', async () => {
    const url = `/${'x'.repeat(200)}`;
    await using api = await ApiRig.start({prox: new ListingProx([requestRecord({url})])});
    const words = ['requests', '--addr', `127.0.0.1:${api.port}`];
    const line = (stdout: string): string => stdout.split('\n')[1] ?? '';

    expect(line((await runOn({columns: 90}, ...words)).stdout)).toMatch(/^.{89}…$/);
    expect(line((await runOn({}, ...words)).stdout)).toContain(url);
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

describe('one request', () => {
  test('is shown with its headers; the bodies are asked for with --body', async () => {
    await using api = await ApiRig.start();
    const {stdout} = await ask(api, '00000a1');
    const words = ['requests', '00000a1', '--body', '--addr', `127.0.0.1:${api.port}`];
    const shown = (await runOn({columns: 80}, ...words)).stdout;

    expect(stdout).toMatch(/^POST http:\/\/web\.localhost:6788\/orders\?page=2\nid {8}00000a1\n/);
    expect(stdout).toContain('  authorization: [REDACTED]\n');
    expect(stdout).not.toContain('hello');
    expect(shown).toContain('Request body  17B, text/plain\nhello\n');
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

class AnsweringProx extends FakeProx {
  readonly #detail: RequestDetail;

  constructor(changes: Partial<CapturedBody> | undefined) {
    super();
    const {details, ...record} = SAMPLE.request;
    const responseBody = {...details.requestBody, ...changes};
    this.#detail = {...record, details: changes && {...details, responseBody}};
  }

  override async request(): Promise<RequestDetail> {
    return this.#detail;
  }
}

describe('--body into a pipe', () => {
  async function bodyOf(
    changes: Partial<CapturedBody> | undefined,
  ): Promise<{readonly outcome: unknown; readonly bytes: Buffer; readonly stderr: string}> {
    await using api = await ApiRig.start({prox: new AnsweringProx(changes)});
    const stdout = new TextSink();
    const words = ['requests', '00000a1', '--body', '--addr', `127.0.0.1:${api.port}`];
    return {...(await runInto(stdout, ...words)), bytes: stdout.bytes};
  }

  test('is the body of the response and nothing else', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0, 255, 10, 13]);

    expect(await bodyOf({isBinary: true, data: bytes.toString('base64')})).toEqual({
      outcome: 0,
      bytes,
      stderr: '',
    });
    expect((await bodyOf({data: 'Grüße\u001b[2J'})).bytes.toString()).toBe('Grüße\u001b[2J');
  });

  test('says when it is not all of it', async () => {
    const cut = await bodyOf({data: 'abc', truncated: true, size: 9, capturedSize: 3});

    expect(cut).toMatchObject({outcome: 0, bytes: Buffer.from('abc')});
    expect(cut.stderr).toBe('note: only the first 3 of 9 bytes were kept\n');
  });

  test.each([
    [undefined, /^prox: Headers and bodies were not captured/],
    [{data: undefined}, /^prox: The body is not kept any more/],
  ])('fails when there is none: %j', async (changes, message) => {
    const {outcome, bytes, stderr} = await bodyOf(changes);

    expect({outcome, length: bytes.length}).toEqual({outcome: 1, length: 0});
    expect(stderr).toMatch(message);
  });
});

describe('an id', () => {
  const records = ['4f1c2b0', '4f1c2af', '4f1c2ae', '4f00000'].map(id => requestRecord({id}));

  async function show(id: string): Promise<Result> {
    await using api = await ApiRig.start({prox: new ListingProx(records)});
    return await ask(api, id);
  }

  test.each([
    ['4F1C2AF', '4f1c2af'],
    ['4f1c2b', '4f1c2b0'],
    ['4f00', '4f00000'],
  ])('may be of any case, and cut as long as it is the only one: %s', async (given, id) => {
    expect((await show(given)).stdout).toContain(`\nid        ${id}\n`);
  });

  test('that stands for several is answered with them', async () => {
    expect(await show('4F1C2')).toEqual({
      outcome: 2,
      stdout: '',
      stderr: [
        'prox: Wrong usage: the ids of 3 requests begin with 4F1C2: 4f1c2b0, 4f1c2af, 4f1c2ae',
        'Give more of the id; `prox requests` lists them.',
        '',
      ].join('\n'),
    });
  });

  test.each(['4f0', '5555', 'nope'])('that stands for none is not found: %s', async id => {
    expect(await show(id)).toMatchObject({outcome: 1, stderr: `prox: No such request: ${id}\n`});
  });

  test('is looked for among all that are kept', async () => {
    const many = Array.from({length: 1986}, (_, index) =>
      requestRecord({id: (0x5000000 - index).toString(16)}),
    );
    await using api = await ApiRig.start({prox: new ListingProx(many)});

    expect((await ask(api, '4fff83f')).outcome).toBe(0);
    expect((await ask(api, '4fff83')).stdout).toContain('id        4fff83f\n');
  });
});

describe('--curl of what came over TLS', () => {
  class TrustingProx extends ListingProx {
    readonly #trusted: boolean | undefined;

    constructor(trusted: boolean | undefined) {
      super([requestRecord({protocol: 'h2', tls: true})]);
      this.#trusted = trusted;
    }

    override async certs(): Promise<CertificateList> {
      const [leaf] = SAMPLE.certs.certs;
      const ca = {...leaf, isCa: true, trusted: this.#trusted, file: '/home/dev/ca.pem'};
      return {certs: [ca, leaf]};
    }
  }

  test.each([
    [false, / --cacert \/home\/dev\/ca\.pem /],
    [undefined, / --cacert \/home\/dev\/ca\.pem /],
    [true, /^(?!.*--cacert)/],
  ])('names the CA of prox unless the system trusts it: %s', async (trusted, words) => {
    await using api = await ApiRig.start({prox: new TrustingProx(trusted)});

    expect((await ask(api, '00000a1', '--curl')).stdout).toMatch(words);
  });
});

test.each([
  [['--body'], '--body needs the id of a request'],
  [['--curl'], '--curl needs the id of a request'],
  [['a1', '-f'], '--follow is for the list of requests'],
  [['a1', '--min-status', '500'], '--min-status is for the list of requests'],
  [['a1', '--curl', '--json'], '--curl prints nothing else'],
  [['-n', '1001'], '--limit must be a whole number from 0 to 1000'],
  [
    ['--min-status', '500', '--max-status', '400'],
    '--min-status 500 is greater than --max-status 400',
  ],
  [['--since', 'soon'], '--since must be a duration such as 5m'],
])('%j is wrong usage', async (words, message) => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await ask(api, ...words);

  expect(outcome).toBe(2);
  expect(stderr).toContain(message);
  expect(api.prox.calls).toEqual([]);
});
