import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createClient} from '../../../src/api/client.ts';
import {httpTransport} from '../../../src/api/http-transport.ts';
import {systemClock} from '../../../src/core/clock.ts';
import type {EventType} from '../../../src/core/event.ts';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import type {FeedMessage} from '../../../src/tui/feed/feed-message.ts';
import {Feed, type Link} from '../../../src/tui/feed/feed.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {Relay} from '../../rig/relay.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {soon} from '../../rig/soon.ts';
import {TestApp} from '../../rig/test-app.ts';

/** A feed over HTTP, in real time. */
class Screen implements AsyncDisposable {
  readonly messages: FeedMessage[] = [];
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  #wake: () => void = () => {};

  constructor(port: () => number) {
    const connect = async (): Promise<Link> => {
      const baseUrl = `http://127.0.0.1:${port()}`;
      const prox = createClient({baseUrl, request: httpTransport});
      await prox.status();
      return {prox, run: String(port())};
    };
    const feed = new Feed({
      connect,
      clock: systemClock,
      signal: this.#end.signal,
      send: message => {
        this.messages.push(message);
        this.#wake();
      },
    });
    this.#done = feed.run();
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const wait = async (): Promise<void> => {
      while (!isSo()) await new Promise<void>(resolve => (this.#wake = resolve));
    };
    await soon(what, wait());
  }

  of<T extends FeedMessage['type']>(type: T): readonly Extract<FeedMessage, {type: T}>[] {
    return this.messages.filter(message => message.type === type) as never;
  }

  get lastSeq(): number {
    return this.of('logs').at(-1)?.entries.at(-1)?.seq ?? 0;
  }

  get lines(): readonly string[] {
    return this.of('logs').flatMap(({entries}) => entries.map(({line}) => line));
  }

  get eventTypes(): readonly EventType[] {
    return this.of('events').flatMap(({events}) => events.map(({type}) => type));
  }

  isRunning(name: string): boolean {
    const processes = this.of('processes').at(-1)?.processes ?? [];
    return processes.some(process => process.name === name && process.status === 'running');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await soon('the end of the feed', this.#done);
  }
}

const LIMITS = {maxLines: 200_000, maxBytes: 64 * 1024 * 1024, maxLineBytes: 64 * 1024};
const BATCH = Buffer.from('a line of a flood\n'.repeat(100));

test('a flood comes whole and once each, also over connections that are cut in the middle of it', async () => {
  await using api = await ApiRig.start();
  const store = new LogStore({clock: systemClock, limits: LIMITS, processes: ['web', 'db']});
  const write = (batches: number): void => {
    for (let count = 0; count < batches; count++) {
      const process = count % 2 === 0 ? 'web' : 'db';
      store.append(process, {bytes: BATCH, stream: 'stdout', isTruncated: false});
    }
  };
  api.prox.logs = async query => store.query(query);
  api.prox.followLogs = (filter, {signal}) => store.follow(filter, signal);
  await using relay = await Relay.start(api.port);
  write(80);
  await using screen = new Screen(() => relay.port);
  for (let round = 1; round <= 300; round++) {
    write(1);
    await setImmediate();
    if (round % 75 !== 0) continue;
    await screen.until('some of the flood', () => screen.lastSeq > 8000);
    relay.cut();
  }
  await screen.until('the end of the flood', () => screen.lastSeq === store.lastSeq);
  const seqs = screen.of('logs').flatMap(({entries}) => entries.map(({seq}) => seq));
  expect(store.lastSeq).toBe(38_000);
  expect(seqs).toEqual(Array.from({length: 38_000}, (_, index) => index + 1));
  expect(screen.of('logs').every(({dropped}) => dropped === 0)).toBe(true);
});

test('a prox that is started again is shown from its beginning', async () => {
  await using web = await ScriptedProcess.create();
  const config = {processes: {web: web.command}};
  let port = 0;
  await using first = await TestApp.create({config});
  await using before = await ApiRig.start({prox: first.app});
  ({port} = before);
  await using screen = new Screen(() => port);
  await first.begin();
  await (await web.nextRun()).print('of the first run');
  await screen.until('a line', () => screen.lines.includes('of the first run'));
  await screen.until('its start', () => screen.eventTypes.includes('process.started'));
  await screen.until('its status', () => screen.isRunning('web'));
  await before.server.close();
  await screen.until('the loss', () => screen.of('lost').length === 1);

  await using second = await TestApp.create({config});
  await using after = await ApiRig.start({prox: second.app});
  ({port} = after);
  await second.begin();
  await (await web.nextRun()).print('of the second run');
  await screen.until('another line', () => screen.lines.includes('of the second run'));
  await screen.until('again no proxy', () => screen.of('noProxy').length === 2);
  const arrival = screen.messages.findIndex(
    message => message.type === 'connected' && message.isNewRun,
  );
  const seqs = screen.messages
    .slice(arrival)
    .flatMap(message => (message.type === 'logs' ? message.entries : []))
    .map(({seq}) => seq);
  expect(seqs).toEqual(Array.from(seqs, (_, index) => index + 1));
  expect(screen.of('connected').map(({isNewRun}) => isNewRun)).toEqual([false, true]);
  expect(screen.of('failed')).toEqual([]);
});
