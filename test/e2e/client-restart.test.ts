import {expect, test} from 'vitest';
import {createClient} from '../../src/client/client.ts';
import type {ProxEvent} from '../../src/core/event.ts';
import {freePort} from '../rig/free-port.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

test('events and processes are followed over a restart of prox', async () => {
  const port = await freePort();
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api: {port}, processes: {web: web.command}}});
  await cli.run('up', '-d');
  const prox = createClient({url: `http://127.0.0.1:${port}`});
  const types = ['process.started', 'process.stopped'] as const;
  const events = prox.followEvents({type: types, sinceId: 0})[Symbol.asyncIterator]();
  const lists = prox.followProcesses()[Symbol.asyncIterator]();
  const seen: ProxEvent[] = [(await events.next()).value];
  const first = await web.nextRun();
  expect((await lists.next()).value.processes).toMatchObject([{name: 'web', pid: first.pid}]);

  await cli.run('down');
  await cli.run('up', '-d');
  const second = await web.nextRun();
  seen.push((await events.next()).value, (await events.next()).value);
  expect(seen.map(({type}) => type)).toEqual([
    'process.started',
    'process.stopped',
    'process.started',
  ]);
  const ids = seen.map(({id}) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(new Set(ids).size).toBe(3);
  for (let pid = first.pid; pid !== second.pid;) {
    const {processes} = (await lists.next()).value;
    pid = processes[0]?.pid ?? 0;
  }
  await Promise.all([events.return?.(), lists.return?.()]);
});
