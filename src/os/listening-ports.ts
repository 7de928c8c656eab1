import {connect} from 'node:net';
import {findListeningSockets} from './listening-sockets.ts';

/** Those of `ports` on which somebody of this machine listens, on whatever address. */
export async function findListening(ports: readonly number[]): Promise<ReadonlySet<number>> {
  const sockets = await findListeningSockets();
  if (sockets === undefined) return answeringPorts(ports);
  const listening = new Set(sockets.values());
  return new Set(ports.filter(port => listening.has(port)));
}

const ANSWER_MS = 1000;

/** Where only a connection tells: whoever listens on loopback sees one that is closed at once. */
export async function answeringPorts(ports: readonly number[]): Promise<ReadonlySet<number>> {
  const found = await Promise.all(ports.map(async port => ((await answers(port)) ? [port] : [])));
  return new Set(found.flat());
}

async function answers(port: number): Promise<boolean> {
  const results = await Promise.all(['127.0.0.1', '::1'].map(async host => dial(host, port)));
  return results.includes(true);
}

async function dial(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({host, port, timeout: ANSWER_MS});
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.on('error', () => end(false)); // refused: nobody listens
  });
}
