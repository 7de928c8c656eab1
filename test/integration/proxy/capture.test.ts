import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {gzipSync} from 'node:zlib';
import type {RequestDetails} from '../../../src/core/request-record.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const capture = {enabled: true, maxBodyBytes: 100 * 1024, diskBudgetBytes: 10 * 1024 * 1024};

/** What was captured of the exchange that finishes next. */
async function captured(proxy: TestProxy): Promise<RequestDetails> {
  const {id} = await proxy.finished();
  const {details} = await proxy.proxy.log.detail({id, include: ['body']});
  if (!details) throw new Error('nothing was captured');
  return details;
}

/** Resolves when there is one; before that the folder need not be there. */
async function fileIn(dir: string): Promise<void> {
  while ((await readdir(dir).catch(() => [])).length === 0) await setImmediate();
}

test('headers and bodies of both sides are captured, secrets hidden', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {capture},
  });

  const headers = {'content-type': 'application/json', authorization: 'Bearer secret', 'x-a': '1'};
  const answer = proxy.call({method: 'POST', headers, body: '{"a":"é"}'});
  const request = await app.next();
  await request.body();
  request.respond({
    status: 201,
    headers: {'content-type': 'text/plain', 'set-cookie': ['a=secret', 'b=secret']},
    body: 'thanks',
  });
  await answer;
  const details = await captured(proxy);
  expect(details.requestBody).toMatchObject({
    size: 10,
    capturedSize: 10,
    truncated: false,
    contentType: 'application/json',
    isBinary: false,
    data: '{"a":"é"}',
  });
  expect(details.responseBody).toMatchObject({size: 6, data: 'thanks', isBinary: false});
  expect(details.requestHeaders).toMatchObject({'x-a': '1', authorization: '[REDACTED]'});
  expect(JSON.stringify(details)).not.toContain('secret');
});

test('a gzip body passes unchanged and is decoded for reading', async () => {
  const text = 'a line that compresses well\n'.repeat(5000);
  const body = gzipSync(text);
  await using app = await TargetServer.start({
    answer: request =>
      request.respond({
        headers: {'content-type': 'text/plain', 'content-encoding': 'gzip'},
        body,
      }),
  });
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {capture},
  });

  const answer = await proxy.call();
  expect(answer.body.equals(body)).toBe(true);
  const {responseBody} = await captured(proxy);
  expect(responseBody).toMatchObject({
    size: body.length,
    capturedSize: body.length,
    contentEncoding: 'gzip',
    isBinary: false,
  });
  expect(responseBody.data).toBe(text);
});

test('a body beyond the limit is cut in the capture, not on its way', async () => {
  const body = Buffer.alloc(5_000_000, 'abcdefg');
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {capture},
  });

  const answer = proxy.call({method: 'POST', body});
  const request = await app.next();
  expect((await request.body()).equals(body)).toBe(true);
  request.respond({headers: {'content-type': 'text/plain'}, body});
  expect((await answer).body.equals(body)).toBe(true);
  const {requestBody, responseBody} = await captured(proxy);
  for (const part of [requestBody, responseBody]) {
    expect(part).toMatchObject({size: 5_000_000, capturedSize: 102_400, truncated: true});
  }
  expect(responseBody.data).toBe(body.toString('latin1', 0, 102_400));
});

test('a folder that cannot be written costs the capture, not the request', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'prox-no-dir-'));
  await writeFile(join(dir, 'file'), '');
  const body = Buffer.alloc(1_000_000, 'x');
  try {
    await using app = await TargetServer.start({
      answer: request => request.respond({body}),
    });
    await using proxy = await TestProxy.create({
      services: [service('app', app)],
      config: {capture: {...capture, maxBodyBytes: 10_000_000}},
      captureDir: join(dir, 'file', 'capture'),
    });

    for (let count = 0; count < 5; count++) {
      const answer = await proxy.call();
      expect(answer.status).toBe(200);
      expect(answer.body.equals(body)).toBe(true);
      expect(await captured(proxy)).toMatchObject({responseBody: {size: 1_000_000}});
    }
    expect(proxy.said.join('\n')).toContain('capture');
  } finally {
    await rm(dir, {recursive: true});
  }
});

test('large bodies are kept again after their folder was removed', async () => {
  const body = Buffer.alloc(50_000, 'abcdefg');
  await using app = await TargetServer.start({
    answer: request => request.respond({headers: {'content-type': 'text/plain'}, body}),
  });
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {capture},
  });
  const dir = join(proxy.dir, 'capture');

  for (let count = 0; count < 3; count++) {
    await proxy.call();
    await soon('the file of the body', fileIn(dir));
    expect((await captured(proxy)).responseBody.data).toBe(body.toString());
    await rm(dir, {recursive: true});
  }
  expect(proxy.said).toEqual([]);
});

test('without capture there are no details', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  await proxy.call();
  const {id} = await proxy.finished();
  expect(await proxy.proxy.log.detail({id})).toMatchObject({details: undefined});
});

test('an answer that breaks off keeps what had come', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {capture},
  });

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  const request = await app.next();
  request.response.writeHead(200, {'content-type': 'text/plain'}).write('part');
  await client.until('part');
  request.reset();
  await client.closed;
  expect(await captured(proxy)).toMatchObject({responseBody: {size: 4, data: 'part'}});
});
