import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {findPortHolder} from '../../../src/os/port-holder.ts';

test.runIf(process.platform === 'linux')(
  'the holder of a port is named with its command',
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const holder = await findPortHolder(port);
    expect(holder).toMatchObject({pid: process.pid, cwd: process.cwd()});
    expect(holder?.command).toContain('node');
  },
);
