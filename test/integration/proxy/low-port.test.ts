import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {TestProxy} from '../../rig/test-proxy.ts';

const NOBODY = 65_534;

/** Without the rights of root, in case the tests have them. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

/** Some containers let everybody use every port. */
const isGuarded = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start')) > 1;

test.runIf(isGuarded)('a port below 1024 without rights says what to do', async () => {
  const open = async (): Promise<TestProxy> =>
    TestProxy.create({services: [], config: {httpPort: 1}});
  await expect(asNobody(open)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('127.0.0.1:1: ports below 1024 need special rights') as string,
    hint: expect.stringContaining('setcap') as string,
  });
});
