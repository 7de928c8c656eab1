import {describe, expect, test, vi} from 'vitest';
import {createClient} from '../../src/client/client.ts';
import {GUIDE_BLOCKS, GUIDE_LANGUAGES, GuideFolder} from '../rig/api-guide.ts';
import {freePort} from '../rig/free-port.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {Relay} from '../rig/relay.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

vi.setConfig({testTimeout: 120_000}); // of Go the first program takes long to build

const TASKS = [
  'List the processes',
  'Restart one, and know what went wrong',
  'Wait until all is ready',
  'Follow a log, without a gap',
  'React to a crash',
  'A smoke test',
] as const;
const [LIST, RESTART, WAIT, LOGS, CRASH, SMOKE] = TASKS;

test('every block of a task is run below', () => {
  const tasks = GUIDE_BLOCKS.filter(({file}) => file === undefined).map(
    ({task, language}) => `${task}: ${language}`,
  );
  const expected = TASKS.flatMap(task => ['bash', 'js', 'python', 'go'].map(l => `${task}: ${l}`));
  expect(tasks).toEqual([...expected, 'In a web page: yaml', 'In a web page: html']);
});

describe.each(GUIDE_LANGUAGES)('the guide in %s', language => {
  test('lists the processes', async () => {
    const apiPort = await freePort();
    await using folder = await GuideFolder.create(apiPort);
    await using web = await ScriptedProcess.create();
    await using _cli = await upWith({web, apiPort});
    const program = await folder.run(LIST, language);
    const {stdout, code} = await program.exit;
    expect(stdout).toMatch(/web\b.*running\b.*unknown/);
    expect(code).toBe(0);
  });

  test('restarts a process, and tells by its code that there is none', async () => {
    const apiPort = await freePort();
    await using folder = await GuideFolder.create(apiPort);
    await using web = await ScriptedProcess.create();
    await using _cli = await upWith({web, apiPort});
    await web.nextRun();
    const restart = await folder.run(RESTART, language);
    expect(await restart.exit).toMatchObject({stdout: 'web runs\n', code: 0});
    await web.nextRun();
    const failure = await folder.run(RESTART, language, 'wbe');
    expect(await failure.exit).toMatchObject({stdout: 'there is no wbe\n', code: 0});
  });

  test('waits until all is ready', async () => {
    const apiPort = await freePort();
    await using relay = await Relay.start(apiPort);
    await using folder = await GuideFolder.create(relay.port);
    await using web = await ScriptedProcess.create();
    const port = await freePort();
    await using _cli = await upWith({web, apiPort, port});
    const run = await web.nextRun();
    const program = await folder.run(WAIT, language);
    await relay.request(/GET/);
    expect(program.stdout).toBe('');
    await run.listen(port);
    expect(await program.exit).toMatchObject({stdout: 'ready\n', code: 0});
  });

  test('follows a log without a gap or a double, over a cut and a restart of prox', async () => {
    const apiPort = await freePort();
    await using relay = await Relay.start(apiPort);
    await using folder = await GuideFolder.create(relay.port);
    await using web = await ScriptedProcess.create();
    await using cli = await upWith({web, apiPort});
    const first = await web.nextRun();
    const program = await folder.run(LOGS, language);
    await relay.request(/GET \S*\/logs\/stream/);
    await first.print('one');
    await program.line(/one/);
    relay.cut();
    await first.print('two');
    await program.line(/two/);
    await cli.run('down');
    await cli.run('up', '-d');
    await (await web.nextRun()).print('three');
    await program.line(/three/);
    const seen = program.stdout.match(/one|two|three/g);
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  test('reacts to a crash', async () => {
    const apiPort = await freePort();
    await using relay = await Relay.start(apiPort);
    await using folder = await GuideFolder.create(relay.port);
    await using web = await ScriptedProcess.create();
    await using _cli = await upWith({web, apiPort});
    const run = await web.nextRun();
    const program = await folder.run(CRASH, language);
    await relay.request(/GET \S*\/events\/stream/);
    await run.print('out of luck');
    await run.exit(3);
    expect(await program.line(/out of luck/)).toMatch(/exit code 3/);
  });

  test('passes or fails by a smoke test', async () => {
    const apiPort = await freePort();
    await using folder = await GuideFolder.create(apiPort);
    await using web = await ScriptedProcess.create();
    const port = await freePort();
    await using _cli = await upWith({web, apiPort, port});
    const run = await web.nextRun();
    await run.listen(port);
    expect(await (await folder.run(SMOKE, language)).exit).toMatchObject({
      stdout: 'passed\n',
      code: 0,
    });
    await run.print('ERROR: out of luck');
    await heldByProx(apiPort, 'ERROR');
    const failed = await (await folder.run(SMOKE, language)).exit;
    expect(failed.stderr).toMatch(/lines with ERROR: 1\b/);
    expect(failed.code).toBe(1);
  });
});

interface Stack {
  readonly web: ScriptedProcess;
  readonly apiPort: number;
  /** It is healthy once it serves this one. */
  readonly port?: number;
}

async function upWith({web, apiPort, port}: Stack): Promise<ProxCli> {
  const http = `:${port}/`;
  const healthcheck = {http, interval: '50ms', start_interval: '50ms', start_period: '60s'};
  const served = port === undefined ? {} : {port, healthcheck};
  const config = {api: {port: apiPort}, processes: {web: {cmd: web.command, ...served}}};
  const cli = await ProxCli.create({config});
  await cli.run('up', '-d');
  return cli;
}

/** Resolves when prox has read the line. */
async function heldByProx(apiPort: number, pattern: string): Promise<void> {
  const prox = createClient({url: `http://127.0.0.1:${apiPort}`});
  for await (const _entry of prox.followLogs({pattern, sinceSeq: 0})) return;
}
