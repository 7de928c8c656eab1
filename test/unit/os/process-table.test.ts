import {describe, expect, test} from 'vitest';
import {parseStat} from '../../../src/os/proc-stat.ts';
import {parsePsRow} from '../../../src/os/ps.ts';

const TAIL =
  'S 1 10 11 0 -1 4194304 102 0 0 0 21 32 3 4 20 0 1 0 103130 3133440 380 18446744073709551615 ' +
  '1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 7001 7002 7003 7004 0';
const FIELDS = {
  parent: 1,
  group: 10,
  session: 11,
  isZombie: false,
  isSuspended: false,
  isInForeground: false,
  startTime: '103130',
  cpuTicks: 53,
  residentPages: 380,
  image: '7001 7002 7003 7004',
};

describe('parseStat', () => {
  test.each([
    ['an ordinary name', `10 (node) ${TAIL}`, {name: 'node', ...FIELDS}],
    [
      'a name that looks like the fields after it',
      `10 (a) R 1 2) ${TAIL}`,
      {name: 'a) R 1 2', ...FIELDS},
    ],
    ['a name of brackets and spaces', `10 (((  ))) ) ${TAIL}`, {name: '((  ))) ', ...FIELDS}],
    ['a name with a line break', `10 (a\nb) ${TAIL}`, {name: 'a\nb', ...FIELDS}],
    ['a zombie', `10 (node) Z${TAIL.slice(1)}`, {name: 'node', ...FIELDS, isZombie: true}],
    ['a dead process', `10 (node) X${TAIL.slice(1)}`, {name: 'node', ...FIELDS, isZombie: true}],
    [
      'a suspended process',
      `10 (node) T${TAIL.slice(1)}`,
      {name: 'node', ...FIELDS, isSuspended: true},
    ],
    [
      'one that its terminal hands what is typed',
      `10 (node) ${TAIL.replace('10 11 0 -1', '10 11 34816 10')}`,
      {name: 'node', ...FIELDS, isInForeground: true},
    ],
    ['a line that is cut off', '10 (node) S 1 10', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, stat, expected) => {
    expect(parseStat(stat)).toEqual(expected);
  });
});

describe('parsePsRow', () => {
  test.each([
    [
      '  12     1    12 Ss+  01:02:03 2048 Tue Nov  4 08:27:10 2026 node server.js',
      {
        pid: 12,
        parent: 1,
        group: 12,
        isZombie: false,
        isInForeground: true,
        startTime: 'Tue Nov 4 08:27:10 2026',
        cpuMs: 3_723_000,
        memoryBytes: 2_097_152,
        command: 'node server.js',
      },
    ],
    [
      '  14     1    12 S      2-00:00:01   0 Tue Nov 24 18:27:10 2026 sh',
      {isInForeground: false, cpuMs: 172_801_000, memoryBytes: 0, command: 'sh'},
    ],
    [
      '  15     1    12 S      0:01.53   12 Tue Nov 24 18:27:10 2026 sh',
      {cpuMs: 1530, memoryBytes: 12_288, command: 'sh'},
    ],
    [
      '  13     1    12 Z+   00:00:00 0 Tue Nov 24 18:27:10 2026',
      {pid: 13, isZombie: true, command: ''},
    ],
  ])('%s', (line, expected) => {
    expect(parsePsRow(line)).toMatchObject(expected);
  });

  test('is undefined for what is no row', () => {
    expect(parsePsRow('')).toBeUndefined();
    expect(parsePsRow('ps: no such option')).toBeUndefined();
  });
});
