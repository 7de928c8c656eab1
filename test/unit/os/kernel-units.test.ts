import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {kernelUnits, parseAuxiliaryVector} from '../../../src/os/kernel-units.ts';

const PAGE_SIZE = 6n;
const CLOCK_TICKS = 17n;

test('the size of a page and of a tick are found wherever they stand', () => {
  expect(parseAuxiliaryVector(vector(33n, 6n, CLOCK_TICKS, 250n, PAGE_SIZE, 65_536n))).toEqual({
    ticksPerSecond: 250,
    pageBytes: 65_536,
  });
});

test('what the kernel does not tell is as usual', () => {
  expect(parseAuxiliaryVector(vector())).toEqual({ticksPerSecond: 100, pageBytes: 4096});
});

test.runIf(process.platform === 'linux')('the units are those that getconf tells', () => {
  const getconf = (name: string): number => Number(execFileSync('getconf', [name]));
  expect(kernelUnits()).toEqual({
    ticksPerSecond: getconf('CLK_TCK'),
    pageBytes: getconf('PAGESIZE'),
  });
});

function vector(...words: readonly bigint[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new BigUint64Array(words).buffer);
}
