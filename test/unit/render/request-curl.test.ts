import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {curlLine} from '../../../src/render/request-curl.ts';
import type {
  CapturedBody,
  CapturedHeaders,
  RequestRecord,
} from '../../../src/core/request-record.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

interface Seen {
  readonly record?: Partial<RequestRecord>;
  readonly headers?: CapturedHeaders;
  readonly body?: Partial<CapturedBody>;
}

function curlOf({record, headers = {}, body = {}}: Seen): ReturnType<typeof curlLine> {
  const requestBody = {
    size: body.data?.length ?? 0,
    capturedSize: body.data?.length ?? 0,
    truncated: false,
    contentType: undefined,
    contentEncoding: undefined,
    isBinary: false,
    data: '',
    ...body,
  };
  const details = {
    requestHeaders: headers,
    responseHeaders: {},
    requestBody,
    responseBody: requestBody,
  };
  return curlLine({...requestRecord({method: 'GET', url: '/', ...record}), details});
}

/** What a shell hands to curl: its arguments, and its standard input when that is read. */
function runIn(
  shell: string,
  line: string,
): {readonly words: readonly string[]; readonly input: Buffer} {
  const stub = `curl() { for word; do printf '%s\\0' "$word"; done; case " $* " in *" @- "*) cat;; esac; }`;
  const output = execFileSync(shell, ['-s'], {input: `${stub}\n${line}\n`});
  const end = output.lastIndexOf('@-\0');
  const words = (end < 0 ? output : output.subarray(0, end + 3))
    .toString()
    .split('\0')
    .slice(0, -1);
  return {words, input: end < 0 ? Buffer.alloc(0) : output.subarray(end + 3)};
}

describe('the command', () => {
  test('is short where it can be', () => {
    expect(curlOf({})).toEqual({line: 'curl http://web.localhost:6788/', notes: []});
    expect(curlOf({record: {protocol: 'h2', tls: true, url: '/a?b=1'}}).line).toBe(
      `curl 'https://web.localhost:6788/a?b=1'`,
    );
  });

  test.each([
    ['GET', {}, []],
    ['GET', {data: 'x'}, ['-X', 'GET']],
    ['POST', {}, ['-X', 'POST']],
    ['POST', {data: 'x'}, []],
    ['DELETE', {}, ['-X', 'DELETE']],
    ['HEAD', {}, ['--head']],
  ])('says the method where curl would take another: %s %j', (method, body, words) => {
    const {line} = curlOf({record: {method}, body});

    expect(/ (-X \w+|--head)/.exec(line)?.[1]?.split(' ') ?? []).toEqual(words);
  });

  test('repeats headers, less those of the connection', () => {
    const headers = {
      host: 'web.localhost:6788',
      connection: 'keep-alive, X-Hop',
      'keep-alive': 'timeout=5',
      'x-hop': '1',
      'content-length': '3',
      'transfer-encoding': 'chunked',
      accept: 'text/html',
      'x-two': ['1', '2'],
      'x-empty': '',
    };

    expect(runIn('sh', curlOf({headers}).line).words).toEqual([
      'http://web.localhost:6788/',
      '-H',
      'accept: text/html',
      '-H',
      'x-two: 1',
      '-H',
      'x-two: 2',
      '-H',
      'x-empty;',
    ]);
  });

  test('takes a compressed answer as a browser does', () => {
    expect(curlOf({headers: {'accept-encoding': 'gzip, br'}}).line).toMatch(/ --compressed$/);
  });

  test.each([
    ['/a[1]{b}', ['--globoff', 'http://web.localhost:6788/a[1]{b}']],
    ['/a/../b', ['--path-as-is', 'http://web.localhost:6788/a/../b']],
    ['*', ['--request-target', '*', 'http://web.localhost:6788/']],
    ['/it\'s?$(reboot)`x`\\"!&', ['http://web.localhost:6788/it\'s?$(reboot)`x`\\"!&']],
  ])('keeps the target as it was: %s', (url, words) => {
    expect(runIn('sh', curlOf({record: {url}}).line).words).toEqual(words);
  });
});

describe('of a WebSocket', () => {
  const wss = {protocol: 'ws', tls: true} as const;

  test('is its handshake, with what was captured of it', () => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'abc==',
      'sec-websocket-protocol': 'v1, v2',
    };

    expect(curlOf({record: wss, headers}).line).toBe(
      [
        'curl https://web.localhost:6788/ -i -N --http1.1',
        `-H 'Connection: Upgrade' -H 'Upgrade: websocket'`,
        `-H 'sec-websocket-version: 13' -H 'sec-websocket-key: abc=='`,
        `-H 'sec-websocket-protocol: v1, v2'`,
      ].join(' '),
    );
  });

  test('that is not known, or came over HTTP/2, has what none can do without', () => {
    const record = {...requestRecord({...wss, method: 'CONNECT', url: '/'}), details: undefined};

    expect(runIn('sh', curlLine(record).line).words).toEqual([
      'https://web.localhost:6788/',
      '-i',
      '-N',
      '--http1.1',
      '-H',
      'Connection: Upgrade',
      '-H',
      'Upgrade: websocket',
      '-H',
      expect.stringMatching(/^sec-websocket-key: [\w+/]{22}==$/),
      '-H',
      'sec-websocket-version: 13',
    ]);
  });
});

test('a CA is named to curl only where there is TLS', () => {
  const lineOf = (tls: boolean): string =>
    curlLine({...requestRecord({tls}), details: undefined}, {caFile: '/a b/ca.pem'}).line;

  expect(lineOf(true)).toContain(` --cacert '/a b/ca.pem'`);
  expect(lineOf(false)).not.toContain('--cacert');
});

describe.each(['sh', 'bash'])('in %s', shell => {
  test.each([
    'a=1&b=2',
    `{"it's": "$HOME \\n \`id\` !x"}`,
    'two\nlines\n',
    "'''",
    '',
    'Grüße \u{1f600}',
  ])('a body comes to curl as it was: %j', data => {
    const {words} = runIn(shell, curlOf({record: {method: 'POST'}, body: {data, size: 99}}).line);

    expect(words.slice(-2)).toEqual(['--data-binary', data]);
  });

  test.each([
    ['what curl would take for a file', '@/etc/passwd'],
    ['what would steer the terminal', '\u001b]0;x\u0007 \r\n'],
    ['what is too long for an argument', 'x'.repeat(200_000)],
  ])('%s goes through a pipe', (_, data) => {
    const {line} = curlOf({record: {method: 'POST'}, body: {data}});

    expect(line).not.toContain('\u001b');
    expect(runIn(shell, line).input.toString()).toBe(data);
  });

  test('what is no text goes through a pipe', () => {
    const bytes = Buffer.from([0, 255, 10, 39, 92]);
    const body = {data: bytes.toString('base64'), isBinary: true};

    expect(runIn(shell, curlOf({body}).line).input.equals(bytes)).toBe(true);
  });
});

test('a body without a type gets none from curl', () => {
  expect(runIn('sh', curlOf({body: {data: 'x'}}).line).words).toContain('content-type:');
  expect(curlOf({body: {data: 'x', contentType: 'text/plain'}}).line).not.toContain(
    'content-type:',
  );
});

describe('notes', () => {
  test.each([
    [{headers: {cookie: '[REDACTED]'}}, /\[REDACTED\]/],
    [{headers: {'x-api-key': ['[REDACTED]', '[REDACTED]']}}, /\[REDACTED\]/],
    [{record: {protocol: 'ws' as const}}, /handshake/],
    [{body: {size: 9, data: undefined}}, /not kept any more/],
    [{body: {size: 9, capturedSize: 4, truncated: true, data: 'abcd'}}, /first 4 of 9 bytes/],
    [{body: {data: 'x', contentEncoding: 'gzip'}}, /sent decoded/],
    [{body: {data: 'é', contentType: 'text/plain; charset=latin1'}}, /sent as UTF-8/],
  ])('tell in what it differs: %j', (seen, note) => {
    expect(curlOf(seen).notes).toEqual([expect.stringMatching(note)]);
  });

  test('say that nothing was captured', () => {
    const {line, notes} = curlLine({...requestRecord(), details: undefined});

    expect(line).toBe(`curl 'http://web.localhost:6788/orders?page=2' -X POST`);
    expect(notes).toEqual(['headers and body were not captured']);
  });

  test('a body that was kept decoded is not called encoded', () => {
    const headers = {'content-encoding': 'gzip'};

    expect(curlOf({headers, body: {data: 'x', contentEncoding: 'gzip'}}).line).not.toContain(
      'gzip',
    );
  });
});
