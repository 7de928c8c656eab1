import {describe, expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const IDLE = 'exec sleep 1000';

interface WireEvent {
  readonly id: number;
  readonly type: string;
  readonly acknowledged: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Oldest first. */
async function eventsOf(cli: ProxCli): Promise<readonly WireEvent[]> {
  const {stdout} = await cli.run('api', 'GET', '/events');
  const {events} = JSON.parse(stdout) as {readonly events: readonly WireEvent[]};
  return events.toReversed();
}

describe('what happened', () => {
  test('is known after down and up, as it was acknowledged, and numbered on', async () => {
    await using cli = await ProxCli.create({config: {api, processes: {web: IDLE}}});
    expect(await cli.run('up', '-d', '--wait')).toMatchObject({code: 0});
    expect(await cli.run('api', 'POST', '/events/1/ack')).toMatchObject({code: 0});
    expect(await cli.run('down')).toMatchObject({code: 0});
    expect(await cli.run('up', '-d', '--wait')).toMatchObject({code: 0});
    const events = await eventsOf(cli);
    expect(events.map(({id, type, acknowledged}) => [id, type, acknowledged])).toEqual([
      [1, 'process.started', true],
      [2, 'process.stopped', false],
      [3, 'process.started', false],
    ]);
  });

  test('is known after a kill of prox', async () => {
    await using web = await ScriptedProcess.create();
    await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
    await cli.run('up', '-d', '--wait');
    const run = await web.nextRun();
    process.kill(cli.state().pid, 'SIGKILL');
    await run.ended;
    await cli.run('up', '-d', '--wait');
    const events = await eventsOf(cli);
    expect(events.map(({id, type}) => [id, type])).toEqual([
      [1, 'process.started'],
      [2, 'process.started'],
    ]);
  });

  test('by a kill of prox and its guardian is told by the next one', async () => {
    await using web = await ScriptedProcess.create();
    await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
    await cli.run('up', '-d');
    const run = await web.nextRun();
    process.kill(await cli.pidOf(/prox-guardian/), 'SIGKILL');
    process.kill(cli.state().pid, 'SIGKILL');
    await cli.run('up', '-d');
    await run.ended;
    const cleaned = (await eventsOf(cli)).find(({type}) => type === 'system.orphans_cleaned');
    expect(cleaned?.details).toEqual({ended: expect.arrayContaining([run.pid]), alive: []});
  });
});

test('an API that strangers can reach is told by the log, by status and as an event', async () => {
  const config = {api: {port: 0, host: '0.0.0.0'}, processes: {web: IDLE}};
  await using cli = await ProxCli.create({config});
  const {stderr} = await cli.run('up', '-d', '--wait');
  expect(stderr).toContain('as the API listens on 0.0.0.0');
  expect(cli.read('.prox/prox.log')).toContain('as the API listens on 0.0.0.0');
  expect(await cli.json('status')).toMatchObject({status: {warnings: [{code: 'API_EXPOSED'}]}});
  expect((await eventsOf(cli)).map(({type}) => type)).toContain('system.insecure_bind');
});
