import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {RequestDetails} from '../../../../src/core/request-record.ts';
import {
  Capture,
  type CaptureOptions,
  type ExchangeCapture,
} from '../../../../src/proxy/capture/capture.ts';
import {RequestLog} from '../../../../src/proxy/request-log/request-log.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {tempDir} from '../../daemon/temp-dir.ts';

const KB = 1024;
const MB = 1024 * KB;
const LARGE = randomBytes(40 * KB);

class Rig {
  readonly dir = join(tempDir(), 'capture');
  readonly said: string[] = [];
  readonly capture: Capture;
  #count = 0;

  constructor(changes: Partial<CaptureOptions> = {}) {
    this.capture = new Capture({
      dir: this.dir,
      maxBodyBytes: MB,
      diskBudgetBytes: 200 * MB,
      say: text => this.said.push(text),
      ...changes,
    });
  }

  static async open(changes: Partial<CaptureOptions> = {}): Promise<Rig> {
    const rig = new Rig(changes);
    await rig.capture.open();
    return rig;
  }

  /** A finished exchange with this answer. */
  exchange(body: Buffer | string, headers: readonly string[] = []): ExchangeCapture {
    const exchange = this.capture.begin(String(this.#count++));
    exchange.responseHead(headers);
    exchange.responseChunk(Buffer.from(body));
    exchange.end();
    return exchange;
  }

  /** The files that there are when all that was under way is done: one step comes after the other. */
  async settled(): Promise<readonly string[]> {
    const fence = `${this.#count}-response`;
    const last = this.exchange(LARGE.subarray(0, 17 * KB));
    await until(async () => (await this.#files()).includes(fence));
    last.discard();
    await until(async () => !(await this.#files()).includes(fence));
    return this.#files();
  }

  async #files(): Promise<readonly string[]> {
    return readdir(this.dir);
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate();
}

async function bodyOf(exchange: ExchangeCapture): Promise<RequestDetails['responseBody']> {
  return (await exchange.read({withData: true})).responseBody;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}

describe('what is captured', () => {
  test('both heads and bodies, as they went over the wire, decoded for reading', async () => {
    const {capture} = await Rig.open();
    const exchange = capture.begin('a');
    const wire = gzipSync('hello');
    exchange.requestHead(['Content-Type', 'application/json', 'Cookie', 'secret']);
    for (const part of ['{"a"', ':1}']) exchange.requestChunk(Buffer.from(part));
    exchange.responseHead(['Content-Encoding', 'gzip']);
    exchange.responseChunk(wire);
    exchange.end();

    expect(await exchange.read({withData: true})).toEqual({
      requestHeaders: {'content-type': 'application/json', cookie: '[REDACTED]'},
      responseHeaders: {'content-encoding': 'gzip'},
      requestBody: {
        size: 7,
        capturedSize: 7,
        truncated: false,
        contentType: 'application/json',
        contentEncoding: undefined,
        isBinary: false,
        data: '{"a":1}',
      },
      responseBody: {
        size: wire.length,
        capturedSize: wire.length,
        truncated: false,
        contentType: undefined,
        contentEncoding: 'gzip',
        isBinary: false,
        data: 'hello',
      },
    });
  });

  test('can be read while the exchange goes on', async () => {
    const {capture} = await Rig.open();
    const exchange = capture.begin('a');
    exchange.responseChunk(Buffer.from('so far'));

    expect(await bodyOf(exchange)).toMatchObject({size: 6, data: 'so far'});
  });

  test('bodies are part of it only when they are asked for', async () => {
    const rig = await Rig.open();
    const {responseBody} = await rig.exchange('a\0b').read({withData: false});

    expect(responseBody).toMatchObject({size: 3, isBinary: true, data: undefined});
  });

  test('a body is cut at the limit, once and for all', async () => {
    const {capture} = await Rig.open({maxBodyBytes: 10});
    const exchange = capture.begin('a');
    for (const part of ['01234567', '89abcdef', 'g']) exchange.responseChunk(Buffer.from(part));
    exchange.end();

    expect(await bodyOf(exchange)).toMatchObject({
      size: 17,
      capturedSize: 10,
      truncated: true,
      data: '0123456789',
    });
  });

  test('of 100 MB no more is kept than the limit says', async () => {
    const {capture} = await Rig.open({maxBodyBytes: 64 * KB});
    const exchange = capture.begin('a');
    const chunk = Buffer.alloc(MB, 'x');
    for (let count = 0; count < 100; count++) exchange.responseChunk(chunk);

    const {data = '', ...rest} = await bodyOf(exchange);
    expect(rest).toMatchObject({size: 100 * MB, capturedSize: 64 * KB, truncated: true});
    expect(data.length).toBe(64 * KB);
  });

  test('all that go on hold no more than 64 MB together, and give it back', async () => {
    const {capture} = await Rig.open({maxBodyBytes: 100 * MB});
    const [first, second] = [capture.begin('a'), capture.begin('b')];
    const chunk = Buffer.alloc(MB);
    for (let count = 0; count < 70; count++) first.responseChunk(chunk);
    second.responseChunk(chunk);
    expect((await second.read({withData: false})).responseBody.capturedSize).toBe(0);

    first.discard();
    const third = capture.begin('c');
    third.responseChunk(chunk);
    expect((await third.read({withData: false})).responseBody.capturedSize).toBe(MB);
    // What was cut stays cut: there must be no hole in the middle.
    second.responseChunk(chunk);
    expect((await second.read({withData: false})).responseBody).toMatchObject({
      size: 2 * MB,
      capturedSize: 0,
      truncated: true,
    });
  });
});

describe('files', () => {
  test('large bodies go to private files in a private folder, small ones stay in memory', async () => {
    const rig = await Rig.open();
    rig.exchange(randomBytes(16 * KB));
    const large = rig.exchange(LARGE);

    expect(await rig.settled()).toEqual(['1-response']);
    const path = join(rig.dir, '1-response');
    expect((await readFile(path)).equals(LARGE)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(rig.dir)).mode & 0o777).toBe(0o700);
    expect(await bodyOf(large)).toMatchObject({size: LARGE.length, data: base64(LARGE)});
  });

  test('a body is there before, while and after it is written', async () => {
    const rig = await Rig.open();
    const large = rig.exchange(LARGE);
    expect((await bodyOf(large)).data).toBe(base64(LARGE));
    await rig.settled();

    expect((await bodyOf(large)).data).toBe(base64(LARGE));
  });

  test('the oldest give way when the budget is used up', async () => {
    const rig = await Rig.open({diskBudgetBytes: 100 * KB});
    const exchanges = [1, 2, 3].map(() => rig.exchange(LARGE));
    expect(await rig.settled()).toEqual(['1-response', '2-response']);

    expect(await bodyOf(at(exchanges, 0))).toMatchObject({capturedSize: 40 * KB, data: undefined});
    expect((await bodyOf(at(exchanges, 2))).data).toBe(base64(LARGE));
  });

  test('what was let go does not count against the budget', async () => {
    const rig = await Rig.open({diskBudgetBytes: 100 * KB});
    const kept = rig.exchange(LARGE);
    for (const _ of [1, 2, 3]) {
      const gone = rig.exchange(LARGE);
      await rig.settled();
      gone.discard();
    }
    await rig.settled();

    expect((await bodyOf(kept)).data).toBe(base64(LARGE));
  });

  test('what was written does not count as held in memory', async () => {
    const rig = await Rig.open({maxBodyBytes: 40 * MB});
    const chunk = Buffer.alloc(MB);
    for (const id of ['first', 'second']) {
      const exchange = rig.capture.begin(id);
      for (let count = 0; count < 40; count++) exchange.responseChunk(chunk);
      exchange.end();
      await rig.settled();
    }

    expect((await stat(join(rig.dir, 'second-response'))).size).toBe(40 * MB);
  });

  test('a body that is let go leaves no file, written or not', async () => {
    const rig = await Rig.open();
    const written = rig.exchange(LARGE);
    await rig.settled();
    written.discard();
    rig.exchange(LARGE).discard();

    expect(await rig.settled()).toEqual([]);
    expect(await bodyOf(written)).toMatchObject({size: LARGE.length, data: undefined});
  });

  test('nothing of an earlier run stays, and a link is not followed', async () => {
    const rig = new Rig();
    const elsewhere = tempDir();
    await writeFile(join(elsewhere, 'precious'), 'x');
    await mkdir(join(rig.dir, 'deep'), {recursive: true});
    await rig.capture.open();
    expect(await readdir(rig.dir)).toEqual([]);

    await rm(rig.dir, {recursive: true});
    await symlink(elsewhere, rig.dir);
    await rig.capture.open();
    await rig.settled();
    expect(await readdir(elsewhere)).toEqual(['precious']);
  });

  test('close removes them, and what comes later is not written', async () => {
    const rig = await Rig.open();
    rig.exchange(LARGE);
    await rig.capture.close();
    const late = rig.exchange(LARGE);
    await rig.capture.close();

    await expect(stat(rig.dir)).rejects.toMatchObject({code: 'ENOENT'});
    expect(rig.said).toEqual([]);
    expect(await bodyOf(late)).toMatchObject({data: undefined});
  });
});

/** A file in place of the folder: nothing can be written there. */
async function block(dir: string): Promise<void> {
  await rm(dir, {recursive: true});
  await writeFile(dir, '');
}

describe('a disk that fails', () => {
  test('costs the large bodies, is said once, and again when it fails anew', async () => {
    const rig = await Rig.open();
    await block(rig.dir);
    const lost = [rig.exchange(LARGE), rig.exchange(LARGE)];
    const small = rig.exchange('small');
    await until(async () => (await bodyOf(at(lost, 1))).data === undefined);

    expect(await bodyOf(at(lost, 0))).toMatchObject({capturedSize: LARGE.length, data: undefined});
    expect(await bodyOf(small)).toMatchObject({data: 'small'});
    expect(rig.said).toEqual([expect.stringContaining('EEXIST')]);

    await rm(rig.dir);
    await mkdir(rig.dir);
    await rig.settled();
    await block(rig.dir);
    const again = rig.exchange(LARGE);
    await until(async () => (await bodyOf(again)).data === undefined);
    expect(rig.said).toHaveLength(2);
  });

  test('does not keep the proxy from starting', async () => {
    const file = join(tempDir(), 'file');
    await writeFile(file, '');
    const rig = new Rig({dir: join(file, 'capture')});
    await rig.capture.open();

    expect(rig.said).toEqual([expect.stringContaining('ENOTDIR')]);
    expect(await bodyOf(rig.exchange('small'))).toMatchObject({data: 'small'});
  });
});

describe('in the request log', () => {
  const start = {
    method: 'GET',
    url: '/',
    host: 'web.localhost',
    subdomain: 'web',
    process: undefined,
    protocol: 'http',
    tls: false,
    remoteAddr: '::1',
  } as const;

  test('what is captured leaves with its record, also when that is still in flight', async () => {
    const {capture} = await Rig.open();
    const log = new RequestLog({maxRequests: 1, clock: new FakeClock(), capture});
    const first = log.begin(start);
    first.capture?.responseChunk(Buffer.from('first'));
    const second = log.begin(start);
    first.capture?.responseChunk(Buffer.from('more'));
    log.end(first);
    second.capture?.responseChunk(Buffer.from('second'));
    log.end(second);

    expect((await first.capture?.read({withData: true}))?.responseBody.data).toBeUndefined();
    const detail = await log.detail({id: second.id, include: ['body']});
    expect(detail.details?.responseBody.data).toBe('second');
    log.clear();
    expect((await second.capture?.read({withData: true}))?.responseBody.data).toBeUndefined();
  });
});

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
