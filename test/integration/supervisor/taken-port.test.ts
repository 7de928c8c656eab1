import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, realpath, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {portConflictText} from '../../../src/core/port-holder-text.ts';
import {findPortConflict, stillHolds} from '../../../src/supervisor/taken-port.ts';
import {freePort} from '../../rig/free-port.ts';
import {Project} from '../../rig/project.ts';

interface Holder {
  readonly port: number;
  readonly pid: number;
}

/** A child that listens, in this folder and with these variables. */
async function startHolder(cwd: string, env: Readonly<Record<string, string>>): Promise<Holder> {
  const listen =
    "const server = require('node:net').createServer(); server.listen(0, '127.0.0.1', () => console.log(server.address().port))";
  const child: ChildProcess = spawn(process.execPath, ['-e', listen, 'x', '--token', 'geheim'], {
    cwd,
    env: {...env},
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (child.stdout === null || child.pid === undefined) throw new Error('no child');
  const [chunk] = await once(child.stdout, 'data');
  return {port: Number(String(chunk)), pid: child.pid};
}

async function leavePid(folder: string, pid: number): Promise<void> {
  await mkdir(join(folder, '.prox'), {recursive: true});
  await writeFile(join(folder, '.prox', 'prox.pid'), `${pid}\n`);
}

describe.runIf(process.platform === 'linux')('who holds a port', () => {
  it('is nobody when it is free, or there is none', async () => {
    expect(await findPortConflict(await freePort())).toBeUndefined();
    expect(await findPortConflict(undefined)).toBeUndefined();
  });

  it('is a stranger when no prox has started it, though it is in the folder of one', async () => {
    await using project = await Project.create();
    await leavePid(project.dir, process.pid);
    const {port, pid} = await startHolder(project.dir, {});
    const cwd = await realpath(project.dir);
    const conflict = await findPortConflict(port);
    expect(conflict && (await stillHolds(conflict))).toBe(true);
    expect(conflict && (await stillHolds({...conflict, pid: process.pid}))).toBe(false);
    expect(conflict).toMatchObject({
      port,
      pid,
      cwd,
      project: undefined,
      process: undefined,
      command: expect.stringMatching(/ --token \[REDACTED\]$/),
    });
  });

  it('is a process of the prox above its folder', async () => {
    await using project = await Project.create();
    const folder = await realpath(project.dir);
    await leavePid(folder, process.pid);
    await mkdir(join(folder, 'packages'));
    const {port, pid} = await startHolder(join(folder, 'packages'), {PROX_PROCESS: 'web'});
    const conflict = await findPortConflict(port);
    expect(conflict).toMatchObject({pid, project: folder, process: 'web'});
    expect(conflict && portConflictText(conflict)).toMatch(
      new RegExp(
        `^wants port ${port}, which is held by pid ${pid} \\(.*, in ${folder}/packages\\), process web of the prox in ${folder}$`,
      ),
    );
  });

  it('is a prox itself, also one that another prox has started', async () => {
    await using project = await Project.create();
    const folder = await realpath(project.dir);
    const {port, pid} = await startHolder(folder, {PROX_PROCESS: 'web'});
    await leavePid(folder, pid);
    expect(await findPortConflict(port)).toMatchObject({project: folder, process: undefined});
  });
});
