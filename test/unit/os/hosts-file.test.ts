import {
  chmodSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {changeHostsFile} from '../../../src/os/hosts-file.ts';
import {tempDir} from '../daemon/temp-dir.ts';

const commandAsRoot = 'sudo prox hosts --add';
const BYTES = Buffer.from([0x23, 0xff, 0xfe, 0x00, 0x0d, 0x0a, 0xc3, 0x28]); // no UTF-8

test('bytes of any encoding, the mode and the owner stay', async () => {
  const [dir, path] = hostsFile();
  chmodSync(path, 0o664);
  const before = statSync(path);
  expect(await changeHostsFile({path, change: text => `${text}\n#`, commandAsRoot})).toBe(true);
  expect(readFileSync(path)).toEqual(Buffer.concat([BYTES, Buffer.from('\n#')]));
  const {mode, uid, gid, ino} = statSync(path);
  expect({mode, uid, gid}).toEqual({mode: before.mode, uid: before.uid, gid: before.gid});
  expect(ino).not.toBe(before.ino); // replaced as a whole
  expect(readdirSync(dir)).toEqual(['hosts']);
});

test('a text that stays the same is not written', async () => {
  const [, path] = hostsFile();
  const {ino, mtimeMs} = statSync(path);
  expect(await changeHostsFile({path, change: text => text, commandAsRoot})).toBe(false);
  expect(statSync(path)).toMatchObject({ino, mtimeMs});
});

test('a link is followed, and stays a link', async () => {
  const [dir, path] = hostsFile();
  const link = join(dir, 'link');
  symlinkSync('hosts', link);
  await changeHostsFile({path: link, change: () => 'new', commandAsRoot});
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readlinkSync(link)).toBe('hosts');
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a file with several names is written in place, shorter too', async () => {
  const [dir, path] = hostsFile();
  const twin = join(dir, 'twin');
  linkSync(path, twin);
  await changeHostsFile({path, change: () => 'new', commandAsRoot});
  expect(readFileSync(twin, 'utf8')).toBe('new');
  expect(statSync(twin).ino).toBe(statSync(path).ino);
});

test('a change that is refused leaves the file alone', async () => {
  const [dir, path] = hostsFile();
  const change = (): string => {
    throw new Error('no');
  };
  await expect(changeHostsFile({path, change, commandAsRoot})).rejects.toThrow('no');
  expect(readFileSync(path)).toEqual(BYTES);
  expect(readdirSync(dir)).toEqual(['hosts']);
});

test('a file that is not there is named', async () => {
  const path = join(tempDir(), 'hosts');
  await expect(changeHostsFile({path, change: () => 'x', commandAsRoot})).rejects.toMatchObject({
    code: 'HOSTS_FILE',
    message: expect.stringContaining(path),
  });
});

test('who may not write is told the command for root', async () => {
  const [dir, path] = hostsFile();
  chmodSync(path, 0o444);
  chmodSync(dir, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody'); // root may write everything
  const refused = changeHostsFile({path, change: () => 'x', commandAsRoot});
  await expect(refused.finally(() => isRoot && process.seteuid?.(0))).rejects.toMatchObject({
    code: 'HOSTS_FILE',
    message: `Cannot change the hosts file: you may not write ${path}`,
    hint: `Run it as root:\n${commandAsRoot}`,
  });
  chmodSync(dir, 0o755);
  expect(readFileSync(path)).toEqual(BYTES);
  expect(readdirSync(dir)).toEqual(['hosts']);
});

function hostsFile(): [dir: string, path: string] {
  const dir = tempDir();
  const path = join(dir, 'hosts');
  writeFileSync(path, BYTES);
  return [dir, path];
}
