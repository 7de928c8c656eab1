import {describe, expect, test} from 'vitest';
import {isAlive, ownIdentity} from '../../../src/daemon/process-identity.ts';

describe('isAlive', () => {
  test('knows the running process', async () => {
    expect(await isAlive(await ownIdentity())).toBe(true);
  });

  test('takes the same pid with another start for a stranger', async () => {
    const own = await ownIdentity();
    expect(await isAlive({...own, startToken: `${own.startToken}0`})).toBe(false);
  });

  test('takes a pid that nobody has for dead', async () => {
    const {startToken} = await ownIdentity();
    expect(await isAlive({pid: 2 ** 30, startToken})).toBe(false);
  });
});
