import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterEach, describe, expect, it} from 'vitest';
import {systemClock} from '../../../src/core/clock.ts';
import type {Ledger} from '../../../src/supervisor/children-ledger.ts';
import {endLeftovers} from '../../../src/supervisor/leftovers.ts';
import {bootId, findProcess} from '../../../src/os/process-table.ts';

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

async function leave(
  mark: string,
  cmd = 'echo up; exec sleep 60',
): Promise<{child: ChildProcess; pid: number}> {
  const child = spawn('sh', ['-c', cmd], {
    detached: true,
    env: {PATH: process.env['PATH'], PROX_INSTANCE: mark},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return {child, pid: child.pid ?? 0};
}

function ledger(parts: Partial<Ledger>): Ledger {
  return {instance: `gone-${process.pid}`, bootId: bootId(), groups: [], ...parts};
}

describe('endLeftovers', () => {
  it('ends what bears the mark of the dead run, though it was never recorded', async () => {
    const {instance} = ledger({});
    const {child, pid} = await leave(instance);
    const ended = once(child, 'exit');
    const found = await endLeftovers(ledger({}), systemClock);
    expect(found).toMatchObject([{pid, isAlive: false}]);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('ends the members of a recorded group that have lost their mark', async () => {
    const {instance} = ledger({});
    const {child, pid} = await leave(instance, 'env -u PROX_INSTANCE sleep 60 & echo up; wait');
    const ended = once(child, 'exit');
    const startTime = (await findProcess(pid))?.startTime ?? '';
    const groups = [{process: 'web', pid, startTime}];
    expect(await endLeftovers(ledger({groups}), systemClock)).toHaveLength(2);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('leaves a stranger alone that is recorded by pid and start time, but bears no mark', async () => {
    const {child, pid} = await leave('another');
    const startTime = (await findProcess(pid))?.startTime ?? '';
    const groups = [{process: 'web', pid, startTime}];
    expect(await endLeftovers(ledger({groups}), systemClock)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  it('kills what ignores SIGTERM', async () => {
    const {instance} = ledger({});
    const {child} = await leave(instance, 'trap "" TERM; echo up; sleep 60');
    const ended = once(child, 'exit');
    await endLeftovers(ledger({}), systemClock);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('leaves a stranger alone that has a recorded pid', async () => {
    const {child, pid} = await leave('another');
    const groups = [{process: 'web', pid, startTime: '1'}];
    expect(await endLeftovers(ledger({groups}), systemClock)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  it('touches nothing after a reboot', async () => {
    const {instance} = ledger({});
    const {child} = await leave(instance);
    expect(await endLeftovers(ledger({bootId: 'before'}), systemClock)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });
});
