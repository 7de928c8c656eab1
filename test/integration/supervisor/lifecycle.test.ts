import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import {ProcessTable} from '../../../src/os/process-table.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {seededRandom} from '../../rig/seeded-random.ts';
import {TestApp} from '../../rig/test-app.ts';

describe('a run', () => {
  it('gets its directory, PORT, the marks and the API address', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, port: 4321, env: {COLOR: 'blue'}}}},
    });
    await app.begin();
    const {cwd, env} = await (await web.nextRun()).report();
    expect(cwd).toBe(app.project.dir);
    expect(env).toMatchObject({
      COLOR: 'blue',
      PORT: '4321',
      PROX_PROCESS: 'web',
      PROX_INSTANCE: app.instance,
      PROX_API_URL: 'http://127.0.0.1:1',
    });
  });

  it('keeps a PORT that the user set', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, port: 4321, env: {PORT: 99}}}},
    });
    await app.begin();
    const {env} = await (await web.nextRun()).report();
    expect(env['PORT']).toBe('99');
  });

  it('may open /dev/stdout and /dev/stderr, and finds its input closed', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {web: 'echo out > /dev/stdout; echo err | tee /dev/stderr; cat; echo done'},
      },
    });
    await app.begin();
    await app.line(/^web ended/);
    expect((await app.output('web')).toSorted()).toEqual(['done', 'err', 'err', 'out']);
  });

  it('shows its last line, also without a newline, before its end is told', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: 'printf "no newline"; exit 3'}},
    });
    await app.begin();
    const last = await app.line(/no newline/);
    const end = await app.line(/^web crashed \(exit code 3\)$/);
    expect(end.seq).toBe(last.seq + 1);
  });

  it.each([0, 1, 2, 126, 127, 128, 254, 255])('that exits with %i shows it', async code => {
    await using app = await TestApp.create({config: {processes: {web: `exit ${code}`}}});
    await app.begin();
    const {exitCode, status} = await app.until('web', summary => summary.exitCode !== undefined);
    expect({exitCode, status}).toEqual({
      exitCode: code,
      status: code === 0 ? 'stopped' : 'crashed',
    });
  });

  it.each(['SIGHUP', 'SIGINT', 'SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
    'that ends by %s unasked has crashed',
    async signal => {
      await using web = await ScriptedProcess.create();
      await using app = await TestApp.create({config: {processes: {web: web.command}}});
      await app.begin();
      await (await web.nextRun()).crash(signal);
      const summary = await app.until('web', ({status}) => status === 'crashed');
      expect(summary).toMatchObject({signal, exitCode: undefined, pid: 0});
    },
  );

  it('ends well with one of success_exit_codes', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'exit 143', success_exit_codes: [0, 143]}}},
    });
    await app.begin();
    expect(await app.until('web', ({exitCode}) => exitCode === 143)).toMatchObject({
      status: 'stopped',
    });
  });

  it('ends with its child, though a grandchild holds its output; the grandchild is ended', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    const grandchild = await run.spawnGrandchild({detached: true, holdsStdout: true});
    await run.exit(1);
    await app.until('web', ({status}) => status === 'crashed');
    await app.line(/^web ends what it left behind: .*node/);
    await grandchild.ended;
  });
});

describe('a process that cannot be started', () => {
  it.each([
    [{cmd: ['no-such-command']}, /command not found: no-such-command/],
    [{cmd: ['./prox.yaml']}, /not executable: \.\/prox\.yaml/],
    [{cmd: 'true', cwd: 'gone'}, /working directory .*gone does not exist/],
  ])('%o is crashed, and says why', async (definition, reason) => {
    await using app = await TestApp.create({
      config: {processes: {web: definition, other: 'exec sleep 60'}},
    });
    await app.begin();
    await app.line(/^web crashed: /);
    const detail = await app.app.process({name: 'web'});
    expect(detail).toMatchObject({status: 'crashed', pid: 0});
    expect(detail.reason).toMatch(reason);
    expect(await app.summary('other')).toMatchObject({status: 'running'});
    await expect(app.app.start({name: 'web'})).rejects.toMatchObject({code: 'SPAWN_FAILED'});
  });

  it('is told, before it starts, who holds its port', async () => {
    await using stranger = await ScriptedProcess.create();
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {stranger: stranger.command}},
    });
    await app.begin();
    const run = await stranger.nextRun();
    const port = await run.listen();
    await using second = await TestApp.create({
      config: {processes: {web: {cmd: web.command, port}}},
    });
    await second.begin();
    const {line} = await second.line(/wants port/);
    expect(line).toMatch(
      new RegExp(`^web wants port ${port}, .* pid ${run.pid} .*${app.project.dir}`),
    );
  });

  it('names the command that the shell did not find', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'no-such-command'}}});
    await app.begin();
    await app.line(/^web crashed \(exit code 127: command not found\)$/);
    expect(await app.output('web')).toEqual([expect.stringContaining('no-such-command')]);
  });

  it.each([
    ['prox.yaml is no longer valid', 'prox.yaml', 'processes: [', 'CONFIG_INVALID'],
    ['prox.yaml no longer defines it', 'prox.yaml', 'processes: {api: "true"}', 'CONFIG_INVALID'],
    ['prox.yaml is gone', 'prox.yaml', undefined, 'CONFIG_INVALID'],
    ['its env file is gone', 'web.env', undefined, 'CONFIG_INVALID'],
  ])('is not stopped by a restart when %s', async (_name, file, text, code) => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, env_file: 'web.env'}}},
      files: {'web.env': 'MODE=one\n'},
    });
    await app.begin();
    const run = await web.nextRun();
    if (text === undefined) await rm(join(app.project.dir, file));
    else await app.project.write(file, text);
    await expect(app.app.restart({name: 'web'})).rejects.toMatchObject({code});
    expect(await app.summary('web')).toMatchObject({status: 'running', pid: run.pid});
  });
});

describe('start, stop and restart', () => {
  it('restart makes one new child and counts', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const first = await web.nextRun();
    await app.app.restart({name: 'web'});
    await first.ended;
    const second = await web.nextRun();
    expect(await app.summary('web')).toMatchObject({
      status: 'running',
      pid: second.pid,
      restarts: 1,
    });
  });

  it('five restarts at once are one, with one result', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    await (await web.nextRun()).print('first');
    await Promise.all(Array.from({length: 5}, () => app.app.restart({name: 'web'})));
    const second = await web.nextRun();
    expect(await app.summary('web')).toMatchObject({pid: second.pid, restarts: 1});
    await app.app.stop({name: 'web'});
    await second.ended;
  });

  it('a stop beats the restart that is under way', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const restart = app.app.restart({name: 'web'}).catch((error: unknown) => error);
    await run.nextSignal();
    const stop = app.app.stop({name: 'web'});
    await run.exit(0);
    await stop;
    expect(await restart).toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
  });

  it('a start during a stop is heard: the latest wish wins', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stop = app.app.stop({name: 'web'});
    await run.nextSignal();
    const start = app.app.start({name: 'web'});
    await run.exit(0);
    await Promise.all([stop, start]);
    const second = await web.nextRun();
    expect(await app.summary('web')).toMatchObject({status: 'running', pid: second.pid});
  });

  it('a stop beats the restart whose definition is still being read', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    await web.nextRun();
    const restart = app.app.restart({name: 'web'});
    const stop = app.app.stop({name: 'web'});
    await expect(restart).rejects.toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    await stop;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
  });

  it('a stop calls off the start whose definition is still being read', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'exec sleep 60', autostart: false}}},
    });
    await app.begin();
    const start = app.app.start({name: 'web'});
    const stop = app.app.stop({name: 'web'});
    await expect(start).rejects.toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    await stop;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
  });

  it('a stop finds a child however young it is', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'exec sleep 60', autostart: false}}},
    });
    await app.begin();
    for (let turns = 0; turns < 25; turns++) {
      await app.app.start({name: 'web'});
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      await app.app.stop({name: 'web'});
      expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGTERM'});
    }
  });

  it('come to rest with what was wished last, whatever five callers do at once', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: 'sleep 60 & wait', api: 'exec sleep 60'}},
    });
    await app.begin();
    const random = seededRandom(1);
    const refusals = new Set<string>();
    const call = async (): Promise<void> => {
      for (let step = 0; step < 20; step++) {
        const name = random() < 0.5 ? 'web' : 'api';
        const [wish = 'stop'] = [(['start', 'stop', 'restart'] as const)[Math.floor(random() * 3)]];
        await app.app[wish]({name}).catch((error: unknown) => {
          refusals.add(error instanceof ProxError ? error.code : String(error));
        });
      }
    };
    await Promise.all(Array.from({length: 5}, call));
    expect([...refusals].toSorted()).toEqual(['PROCESS_ALREADY_RUNNING', 'PROCESS_NOT_RUNNING']);
    for (const name of ['web', 'api']) {
      await app.app.restart({name});
      const {status, pid} = await app.summary(name);
      expect(status).toBe('running');
      const rows = (await new ProcessTable().rows()).filter(
        row => row.hasMark(`PROX_INSTANCE=${app.instance}`) && row.hasMark(`PROX_PROCESS=${name}`),
      );
      expect(rows.filter(row => row.group !== pid && !row.isZombie)).toEqual([]);
    }
  });

  it('restart starts a process that is stopped, or has crashed', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, autostart: false}}},
    });
    await app.begin();
    expect(await app.summary('web')).toMatchObject({status: 'stopped'});
    await app.app.restart({name: 'web'});
    await (await web.nextRun()).exit(1);
    await app.until('web', ({status}) => status === 'crashed');
    await app.app.restart({name: 'web'});
    await web.nextRun();
  });

  it('refuses to start what runs, to stop what does not, and a name it does not know', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'exec sleep 60'}}});
    await app.begin();
    await expect(app.app.start({name: 'web'})).rejects.toMatchObject({
      code: 'PROCESS_ALREADY_RUNNING',
    });
    await app.app.stop({name: 'web'});
    await expect(app.app.stop({name: 'web'})).rejects.toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    await expect(app.app.stop({name: 'wbe'})).rejects.toMatchObject({
      code: 'PROCESS_NOT_FOUND',
      hint: expect.stringContaining('web'),
    });
  });

  it('a restart reads the definition and the env files anew', async () => {
    await using web = await ScriptedProcess.create();
    const config = (env: object): object => ({
      processes: {web: {cmd: web.command, env, env_file: 'web.env'}},
    });
    await using app = await TestApp.create({
      config: {...config({A: '1', GONE: 'soon'})},
      files: {'web.env': 'MODE=one\n'},
    });
    await app.begin();
    await web.nextRun();
    await app.project.write('prox.yaml', JSON.stringify(config({A: '2'})));
    await app.project.write('web.env', 'MODE=two\n');
    await app.app.restart({name: 'web'});
    const {env} = await (await web.nextRun()).report();
    expect(env).toMatchObject({A: '2', MODE: 'two'});
    expect(env).not.toHaveProperty('GONE');
  });
});

describe('shutdown', () => {
  it('stops everything at the same time, then accepts no start', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: 'exec sleep 60', api: 'exec sleep 60', done: 'true'}},
    });
    await app.begin();
    expect(await app.app.shutdown({wait: true})).toEqual({waited: true, failures: []});
    const {processes} = await app.app.processes();
    expect(processes.map(({status}) => status)).toEqual(['stopped', 'stopped', 'stopped']);
    await expect(app.app.start({name: 'web'})).rejects.toMatchObject({
      code: 'SHUTDOWN_IN_PROGRESS',
    });
  });

  it('is one, however often it is asked for, and is announced', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'exec sleep 60'}}});
    await app.begin();
    const reports = await Promise.all([
      app.app.shutdown({wait: true}),
      app.app.shutdown({wait: true}),
      app.app.ended,
    ]);
    expect(reports.every(({failures}) => failures.length === 0)).toBe(true);
    expect(await app.app.status()).toMatchObject({status: 'stopping'});
  });

  it('ends a process that is just being started', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'exec sleep 60'}}});
    const begun = app.begin();
    await app.app.shutdown({wait: true});
    await begun;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
  });

  it('gives no more grace after killNow', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const shutdown = app.app.shutdown({wait: true});
    await run.nextSignal();
    app.app.killNow();
    expect(await shutdown).toMatchObject({failures: []});
    expect(await app.summary('web')).toMatchObject({signal: 'SIGKILL'});
  });
});
