import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};

test('a config file that vanishes while prox runs costs what has to read it, with the reason', async () => {
  await using web = await ScriptedProcess.create();
  const remover = 'rm prox.yaml; echo gone; exec sleep 1000';
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command, remover}}});
  const up = cli.spawn('up');
  const run = await web.nextRun();
  await up.line(/remover +\| gone/);

  expect(await cli.run('status')).toMatchObject({code: 0});
  expect(await cli.json('status')).toMatchObject({status: {config_changed: true}});
  expect((await cli.run('logs', 'remover')).stdout).toContain('gone');
  const restart = await cli.run('restart', 'web');
  expect(restart.code).not.toBe(0);
  expect(restart.stderr).toContain(`${cli.projectDir}/prox.yaml`);
  expect(restart.stderr).toContain('no such file');
  expect((await run.report()).signalsSeen).toEqual([]);

  expect(await cli.run('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  await run.ended;
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
  expect(await cli.run('up')).toMatchObject({code: 2, stdout: ''});
});

test('a project that vanishes while prox runs is steered by its address, and ended', async () => {
  // Again and again, for prox writes its ledger there at the same moment.
  const cmd = 'until rm -rf "$PWD" 2>&-; do :; done; echo gone; exec sleep 1000';
  const processes = {web: 'exec sleep 1000', remover: {cmd, autostart: false}};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up');
  const [url = ''] = /http\S+/.exec(await up.line(/listening on/)) ?? [];
  await up.line(/web started/);
  expect(await cli.run('start', 'remover')).toMatchObject({code: 0});
  await up.line(/remover +\| gone/);

  await using outside = await ProxCli.create();
  const steer = async (...words: readonly string[]) => outside.run(...words, '--addr', url);
  expect(await steer('status')).toMatchObject({code: 0});
  expect((await steer('logs', 'remover')).stdout).toContain('gone');
  expect(await steer('stop', 'web')).toMatchObject({code: 0});
  expect(await steer('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  const {code, stderr} = await up.exit;
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^(?:prox: cannot (?:write \S+children\.json|keep events in \S+): .*ENOENT.*\n)+$/,
  );
  await cli.assertNothingLeft();
});
