import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect} from 'node:net';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {Connections} from '../../../src/api/connections.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const stream = 'GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n';

test('a reader that says it is done gives up its place, though it would go on reading', async () => {
  await using api = await ApiRig.start();
  const socket = connect({port: api.port, host: '127.0.0.1', allowHalfOpen: true});
  socket.write(stream);
  await once(socket, 'data');
  const [signal] = api.prox.signals;
  socket.end();
  if (signal && !signal.aborted) await once(signal, 'abort');
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
  expect(api.clock.armed).toEqual([]);
});

test('a reader that is reset gives up its place', async () => {
  await using api = await ApiRig.start();
  const socket = api.socket();
  socket.write(stream);
  await once(socket, 'data');
  const [signal] = api.prox.signals;
  socket.resetAndDestroy();
  if (signal && !signal.aborted) await once(signal, 'abort');
  expect(api.bugs).toEqual([]);
});

test('a caller that takes too long over its headers is 408 in JSON', async () => {
  const connections = new Connections(createServer(), new FakeClock());
  const socket = new PassThrough();
  const error = Object.assign(new Error('timeout'), {code: 'ERR_HTTP_REQUEST_TIMEOUT'});
  connections.refuse(error, socket);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*\r\nconnection: close\r\n/);
  expect(answer).toContain('"code":"TIMED_OUT"');
});
