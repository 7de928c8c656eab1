import {chmodSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, it} from 'vitest';
import {ConfigOnDisk} from '../../../src/config/config-on-disk.ts';
import {tempDir} from '../daemon/temp-dir.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const SOURCE = 'processes: {web: x}\n';
let file: string;
let onDisk: ConfigOnDisk;

beforeEach(() => {
  file = join(tempDir(), 'prox.yaml');
  writeFileSync(file, SOURCE, {mode: 0o644});
  // Long after the file was written.
  onDisk = new ConfigOnDisk(new FakeClock(Date.now() + 60_000));
});

async function hasChanged(source = SOURCE): Promise<boolean> {
  return onDisk.hasChangedSince({file, source});
}

it('a file that was not touched has not changed, however often one asks', async () => {
  expect([await hasChanged(), await hasChanged(), await hasChanged()]).toEqual([
    false,
    false,
    false,
  ]);
});

it('sees an edit after a look, and that it was undone', async () => {
  expect(await hasChanged()).toBe(false);
  writeFileSync(file, `${SOURCE}#`);
  expect(await hasChanged()).toBe(true);
  writeFileSync(file, SOURCE);
  expect(await hasChanged()).toBe(false);
});

it('compares with what was loaded last, also when the file is the same', async () => {
  expect(await hasChanged()).toBe(false);
  expect(await hasChanged('processes: {web: y}\n')).toBe(true);
  expect(await hasChanged()).toBe(false);
});

it('sees an edit of the same length that keeps the time of the file', async () => {
  utimesSync(file, 1, 1);
  expect(await hasChanged()).toBe(false);
  writeFileSync(file, SOURCE.replace('x', 'y'));
  utimesSync(file, 1, 1);
  expect(await hasChanged()).toBe(true);
});

it('reads a file that was just written each time: its times may not tell two edits apart', async () => {
  onDisk = new ConfigOnDisk(new FakeClock(Date.now()));
  const other = SOURCE.replace('x', 'y');
  for (let edit = 0; edit < 20; edit++) {
    writeFileSync(file, other);
    expect(await hasChanged()).toBe(true);
    writeFileSync(file, SOURCE);
    expect(await hasChanged()).toBe(false);
  }
});

it('a file that is gone or refused has changed, until it is back', async () => {
  expect(await hasChanged()).toBe(false);
  chmodSync(file, 0o646);
  expect(await hasChanged()).toBe(true);
  chmodSync(file, 0o644);
  expect(await hasChanged()).toBe(false);
  rmSync(file);
  expect(await hasChanged()).toBe(true);
  writeFileSync(file, SOURCE, {mode: 0o644});
  expect(await hasChanged()).toBe(false);
});
