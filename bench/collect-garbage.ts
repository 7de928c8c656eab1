import {once} from 'node:events';
import {WebSocket} from 'ws';

/** Makes a Node that was started with `--inspect` let go of all it no longer needs. */
export async function collectGarbage(inspectPort: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${inspectPort}/json/list`);
  const [session]: {webSocketDebuggerUrl: string}[] = JSON.parse(await response.text());
  if (session === undefined) throw new Error(`nothing to inspect at port ${inspectPort}`);
  const socket = new WebSocket(session.webSocketDebuggerUrl);
  await once(socket, 'open');
  socket.send(JSON.stringify({id: 1, method: 'HeapProfiler.collectGarbage'}));
  await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
}
