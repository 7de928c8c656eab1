import {connect, type Socket} from 'node:net';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {reusedBuffer} from '../../../../src/proxy/routes/reused-buffer.ts';
import {RawTarget} from '../../../rig/raw-target.ts';
import {soon} from '../../../rig/soon.ts';

/** A connection that reads into such a buffer, and nobody takes what it has read. */
function connectTo({port}: RawTarget): Socket {
  const socket: Socket = connect({
    host: '127.0.0.1',
    port,
    onread: reusedBuffer(() => socket),
  });
  return socket;
}

async function haveCome(socket: Socket, bytes: number): Promise<void> {
  while (socket.bytesRead < bytes) await setImmediate();
}

test('what nobody has taken yet is not overwritten by what comes after it', async () => {
  await using target = await RawTarget.start();
  const socket = connectTo(target);
  const other = await target.next();

  let length = 0;
  for (const text of ['first', 'second', 'third']) {
    other.write(text);
    length += text.length;
    await soon(text, haveCome(socket, length));
  }
  expect(String(socket.read())).toBe('firstsecondthird');
});

test('the memory of what was taken at once is read into again', async () => {
  await using target = await RawTarget.start();
  const socket = connectTo(target);
  const other = await target.next();

  const chunks: Buffer[] = [];
  const texts: string[] = [];
  socket.on('data', chunk => {
    chunks.push(chunk);
    texts.push(chunk.toString());
  });
  for (const [index, text] of ['first', 'other', 'third'].entries()) {
    other.write(text);
    await soon(text, haveCome(socket, 5 * (index + 1)));
  }
  expect(texts).toEqual(['first', 'other', 'third']);
  expect(new Set(chunks.map(({buffer}) => buffer)).size).toBe(1);
});
