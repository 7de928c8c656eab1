import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
/** Plain lines, also on a terminal. */
const env = {TERM: 'dumb'};
const CTRL_C = '\u0003';

/** Far below the grace period of the process, 10 s. */
const AT_ONCE_MS = 500;

test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s from outside stops everything, and prox dies by it',
  async signal => {
    await using web = await ScriptedProcess.create();
    await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
    const up = cli.spawn('up');
    const run = await web.nextRun();
    await up.line(/web started/);
    up.kill(signal);
    expect(await run.nextSignal()).toBe('SIGTERM');
    expect(await up.exit).toMatchObject({code: undefined, signal, stderr: ''});
    await cli.assertNothingLeft();
    expect(cli.read('.prox/prox.state')).toBeUndefined();
  },
);

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a detached prox in order', async signal => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up', '-d');
  const run = await web.nextRun();
  await up.exit;
  process.kill(cli.state().pid, signal);
  expect(await run.nextSignal()).toBe('SIGTERM');
  await cli.assertNothingLeft();
  expect(cli.read('.prox/prox.state')).toBeUndefined();
  expect(cli.read('.prox/prox.log')).toMatch(new RegExp(String.raw`stopping \(${signal}\)`));
});

test('a detached prox outlives the terminal it was started from', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({env, config: {api, processes: {web: web.command}}});
  const up = cli.spawnOnTerminal('up', '-d');
  const run = await web.nextRun();
  expect(await up.exit).toMatchObject({code: 0});
  process.kill(cli.state().pid, 'SIGHUP');
  expect(await cli.run('restart', 'web')).toMatchObject({code: 0});
  await run.ended;
  await web.nextRun();
  expect(await cli.run('down')).toMatchObject({code: 0});
});

test('a terminal that closes takes prox and its processes with it', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({env, config: {api, processes: {web: web.command}}});
  const up = cli.spawnOnTerminal('up');
  const run = await web.nextRun();
  await up.line(/web started/);
  up.endInput();
  expect(await run.nextSignal()).toBe('SIGTERM');
  expect(await up.exit).toMatchObject({signal: 'SIGHUP', stderr: ''});
  await cli.assertNothingLeft();
  expect(cli.read('.prox/prox.state')).toBeUndefined();
});

test('Ctrl-C stops everything in order, and that is a success', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({env, config: {api, processes: {web: web.command}}});
  const up = cli.spawnOnTerminal('up');
  const run = await web.nextRun();
  await up.line(/web started/);
  await run.ignoreSignals('SIGTERM');
  up.type(CTRL_C);
  expect(await run.nextSignal()).toBe('SIGTERM');
  await run.print('tidied up');
  await run.exit(0);
  await up.line(/web +\| tidied up/);
  await up.line(/web stopped$/);
  expect(await up.exit).toMatchObject({code: 0});
  await cli.assertNothingLeft();
});

test('a second Ctrl-C kills at once', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({env, config: {api, processes: {web: web.command}}});
  const up = cli.spawnOnTerminal('up');
  const run = await web.nextRun();
  const grandchild = await run.spawnGrandchild({detached: true, ignoresSigterm: true});
  await up.line(/web started/);
  await run.ignoreSignals('SIGTERM', 'SIGINT');
  up.type(CTRL_C);
  expect(await run.nextSignal()).toBe('SIGTERM');
  const typedAt = performance.now();
  up.type(CTRL_C);
  await Promise.all([run.ended, grandchild.ended]);
  expect(performance.now() - typedAt).toBeLessThan(AT_ONCE_MS);
  expect(await up.exit).toMatchObject({signal: 'SIGINT'});
  await cli.assertNothingLeft();
});
