// Opens COUNT WebSockets to the PORT of a proxy, prints "open", and closes them when a line comes in.
import {once} from 'node:events';
import {WebSocket} from 'ws';

const [port, host, count] = process.argv.slice(2);
const AT_ONCE = 50;

const sockets = [];
while (sockets.length < Number(count)) {
  const some = Array.from(
    {length: AT_ONCE},
    () => new WebSocket(`ws://127.0.0.1:${port}/`, {headers: {host}}),
  );
  await Promise.all(some.map(socket => once(socket, 'open')));
  sockets.push(...some);
}
console.log('open');
await once(process.stdin, 'data');
const closed = sockets.map(socket => once(socket, 'close'));
for (const socket of sockets) socket.close();
await Promise.all(closed);
console.log('closed');
process.exit();
