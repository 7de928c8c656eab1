import {once} from 'node:events';
import {collectGarbage} from './collect-garbage.ts';
import {childCommands, openFiles, residentMegabytes} from './process-stats.ts';
import {freePort, inProxyRig, nextLine, type ProxPeer, type ProxyRig, until} from './proxy-rig.ts';
import {atMost, type Figure} from './rig.ts';

const SOCKETS = 1000;
const WARM_UP = 3;
const ROUNDS = 5;
const MOST_MEGABYTES = 10;

/** What is left of a thousand idle WebSockets. The first rounds only make the heap what it needs. */
export async function proxyWebSockets(): Promise<readonly Figure[]> {
  return inProxyRig(async rig => {
    const inspectPort = await freePort();
    const env = {NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}`};
    const prox = await rig.prox({env, stdio: 'ignore'});
    // At its start it asks a child, to which it has pipes, whether the system knows the names of its services.
    await until(
      async () => !(await childCommands(prox.pid)).some(line => line.includes('node:dns')),
    );
    const files = await openFiles(prox.pid);
    const resident = async (): Promise<number> => {
      await collectGarbage(inspectPort);
      return residentMegabytes(prox.pid);
    };
    for (let round = 0; round < WARM_UP; round++) await openAndClose(rig, prox, files);
    const before = await resident();
    let left = 0;
    for (let round = 0; round < ROUNDS; round++) left += await openAndClose(rig, prox, files);
    const growth = (await resident()) - before;
    const what = `after ${ROUNDS} × 1,000 idle WebSockets`;
    return [
      atMost(`sockets left in prox ${what}`, left, 0, 'more'),
      atMost(`memory of prox ${what}`, growth, MOST_MEGABYTES, 'MB more'),
    ];
  });
}

/** How many files are open beyond `files` when it has had its time. */
async function openAndClose(rig: ProxyRig, {pid, port}: ProxPeer, files: number): Promise<number> {
  const client = rig.webSockets(port, SOCKETS);
  await nextLine(client);
  if ((await openFiles(pid)) < files + 2 * SOCKETS) throw new Error('they are not all open');
  client.stdin?.write('close\n');
  await once(client, 'exit');
  await until(async () => (await openFiles(pid)) <= files).catch(() => undefined);
  return (await openFiles(pid)) - files;
}
