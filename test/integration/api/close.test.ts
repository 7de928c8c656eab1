import {once} from 'node:events';
import {expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';
import {EventReader} from '../../rig/event-reader.ts';

test('streams end cleanly', async () => {
  await using api = await ApiRig.start();
  const reader = new EventReader(await api.open({path: '/api/v1/logs/stream'}));
  const closed = api.server.close();
  expect(await reader.ended()).toBe(true);
  await closed;
  expect(api.prox.signals.every(signal => signal.aborted)).toBe(true);
});

test('an answer that is being made goes out, and then its connection closes', async () => {
  await using api = await ApiRig.start();
  let open = (): void => {};
  api.prox.gate = new Promise(resolve => (open = resolve));
  api.prox.shutdownReport = {waited: true, failures: []};
  const socket = api.socket();
  socket.write('POST /api/v1/shutdown?wait=true HTTP/1.1\r\nHost: localhost\r\n\r\n');
  let text = '';
  socket.on('data', chunk => (text += String(chunk)));
  await api.call({path: '/health'});
  const closed = api.server.close();
  open();
  await closed;
  if (!socket.closed) await once(socket, 'close');
  expect(text).toContain('{"success":true,"waited":true,"failures":[]}');
});

test('idle connections do not hold it up', async () => {
  await using api = await ApiRig.start();
  const silent = api.socket();
  await once(silent, 'connect');
  const keptAlive = api.socket();
  keptAlive.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(keptAlive, 'data');
  silent.resume();
  keptAlive.resume();
  await api.server.close();
  for (const socket of [silent, keptAlive]) if (!socket.closed) await once(socket, 'close');
  expect(api.clock.armed).toEqual([]);
});

test('a caller that left with several answers outstanding does not hold it up', async () => {
  await using api = await ApiRig.start();
  api.prox.gate = new Promise(() => {});
  const socket = api.socket();
  socket.write('POST /api/v1/shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3));
  await api.call({path: '/health'});
  socket.destroy();
  await api.server.close();
  expect(api.clock.armed).toEqual([]);
});

test.each([
  ['never reads its stream', 'GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['never gets its answer', 'POST /api/v1/shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('a caller that %s holds it up for a second at most', async (_, text) => {
  await using api = await ApiRig.start();
  const line = 'x'.repeat(1024 * 1024);
  api.prox.gate = new Promise(() => {});
  api.prox.logSource = async function* () {
    for (;;) {
      yield {
        dropped: 0,
        entries: [{seq: 1, timestamp: 0, process: 'web', stream: 'stdout', line}],
      };
    }
  };
  const socket = api.socket();
  socket.write(text);
  socket.on('error', () => {}); // it is cut off
  await api.call({path: '/health'});
  await api.call({path: '/health'});
  const closed = api.server.close();
  api.clock.advance(999);
  expect(api.clock.armed).toContain(1000);
  api.clock.advance(1);
  await closed;
});

test('a second close, and one before listening, are fine', async () => {
  await using api = await ApiRig.start();
  await api.server.close();
  await expect(api.server.close()).resolves.toBeUndefined();
  await expect(new ApiRig({}).server.close()).resolves.toBeUndefined();
});
