import {describe, expect, test} from 'vitest';
import {
  isAlive,
  ownIdentity,
  parsePsLine,
  parseStartTicks,
} from '../../../src/daemon/process-identity.ts';

const TAIL =
  'S 1 10 10 0 -1 4194304 102 0 0 0 1 2 3 4 20 0 1 0 103130 3133440 380 18446744073709551615';

describe('parseStartTicks', () => {
  test.each([
    ['an ordinary name', `10 (node) ${TAIL}`, '103130'],
    ['a name that looks like the fields after it', `10 (a) R 1 2) ${TAIL}`, '103130'],
    ['a name of brackets and spaces', `10 (((  ))) ) ${TAIL}`, '103130'],
    ['a name with a line break', `10 (a\nb) ${TAIL}`, '103130'],
    ['a zombie', `10 (node) Z${TAIL.slice(1)}`, undefined],
    ['a dead process', `10 (node) X${TAIL.slice(1)}`, undefined],
    ['a line that is cut off', '10 (node) S 1 10', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, stat, expected) => {
    expect(parseStartTicks(stat)).toBe(expected);
  });
});

describe('parsePsLine', () => {
  test.each([
    ['S    Tue Nov 24 18:27:10 2026', 'Tue Nov 24 18:27:10 2026'],
    ['Ss+  Tue Nov  4 08:27:10 2026', 'Tue Nov 4 08:27:10 2026'],
    ['Z+   Tue Nov 24 18:27:10 2026', undefined],
    ['', undefined],
  ])('%s', (line, expected) => {
    expect(parsePsLine(line)).toBe(expected);
  });
});

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
