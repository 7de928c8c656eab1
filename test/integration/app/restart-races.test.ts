import {setImmediate} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {livingChildren} from '../../rig/living-children.ts';
import {findMarked} from '../../rig/marked-processes.ts';
import type {ConfigSource} from '../../rig/project.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {hasCrashed, stage} from '../../rig/stage.ts';
import {StillClock} from '../../rig/still-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

/** No other wait is as long. */
const BACKOFF_MS = 7000;
const ALWAYS = {policy: 'always', backoff: '7s'};

describe('a stop by hand', () => {
  it('is not undone by restart: always', async () => {
    await using on = await stage({restart: ALWAYS});
    await on.nextRun();
    await on.app.app.stop({name: 'web'});
    expect(await on.app.summary('web')).toMatchObject({
      status: 'stopped',
      nextRestartMs: undefined,
      restarts: 0,
    });
    expect(on.clock.armed).not.toContain(BACKOFF_MS);
  });

  it.each([0, 1])('during the back-off after exit code %i calls the restart off', async code => {
    await using on = await stage({restart: ALWAYS});
    await (await on.nextRun()).exit(code);
    await on.app.until('web', ({nextRestartMs}) => nextRestartMs !== undefined);
    await on.app.app.stop({name: 'web'});
    expect(on.clock.armed).not.toContain(BACKOFF_MS);
    on.clock.advance(60_000);
    expect(await on.app.summary('web')).toMatchObject({
      status: 'stopped',
      exitCode: code,
      nextRestartMs: undefined,
      restarts: 0,
    });
    await expect(on.app.app.stop({name: 'web'})).rejects.toMatchObject({
      code: 'PROCESS_NOT_RUNNING',
    });
  });

  it('wins, in whichever moment of a crash it comes', async () => {
    const clock = new StillClock();
    const config = {processes: {web: {cmd: 'exec sleep 60', restart: ALWAYS}}};
    await using app = await TestApp.create({config, clock});
    await app.begin();
    for (let turns = 0; turns < 25; turns++) {
      const {pid} = await app.summary('web');
      process.kill(pid, 'SIGKILL');
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      await app.app.stop({name: 'web'});
      expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
      expect(clock.armed).not.toContain(BACKOFF_MS);
      await app.app.start({name: 'web'});
    }
    expect(await app.summary('web')).toMatchObject({restarts: 0});
  });

  it('wins over the restart that is due in that moment', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {web: {cmd: 'exec sleep 60', restart: {policy: 'always', backoff: '1ms'}}},
      },
    });
    await app.begin();
    for (let turns = 0; turns < 25; turns++) {
      const {pid} = await app.summary('web');
      process.kill(pid, 'SIGKILL');
      await app.until('web', summary => summary.pid !== pid);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      await app.app.stop({name: 'web'});
      expect(await app.summary('web')).toMatchObject({
        status: 'stopped',
        pid: 0,
        nextRestartMs: undefined,
      });
      expect(await findMarked(`PROX_INSTANCE=${app.instance}`)).toEqual([]);
      await app.app.start({name: 'web'});
    }
  });

  it('during the back-off returns when nothing is left of the run that crashed', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {web: {cmd: web.command, restart: 'always', stop_timeout: '300ms'}},
      },
    });
    await app.begin();
    const run = await web.nextRun();
    await run.spawnGrandchild({detached: true, ignoresSigterm: true});
    await run.exit(1);
    await app.until('web', hasCrashed);
    await app.app.stop({name: 'web'});
    expect(await findMarked(`PROX_INSTANCE=${app.instance}`)).toEqual([]);
  });

  it('of what a process waits for does not let it start', async () => {
    await using web = await ScriptedProcess.create();
    const clock = new StillClock();
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: web.command, restart: 'always'},
          api: {cmd: 'exec sleep 60', depends_on: {web: 'started'}, autostart: false},
        },
      },
      clock,
    });
    await app.begin();
    await (await web.nextRun()).exit(0);
    await app.until('web', ({nextRestartMs}) => nextRestartMs !== undefined);
    const start = app.app.start({name: 'api'}).catch((error: unknown) => error);
    await app.until('api', ({status}) => status === 'waiting');
    await app.app.stop({name: 'web'});
    expect(await app.summary('api')).toMatchObject({
      status: 'blocked',
      blockedReason: 'web is stopped',
    });
    expect(await start).toMatchObject({code: 'SPAWN_FAILED'});
  });
});

describe('a shutdown during the back-off', () => {
  it('calls the restart off', async () => {
    await using on = await stage({restart: ALWAYS});
    await on.crash(await on.nextRun());
    expect(await on.app.app.shutdown({wait: true})).toMatchObject({failures: []});
    expect(on.clock.armed).not.toContain(BACKOFF_MS);
    expect(await on.app.summary('web')).toMatchObject({
      status: 'stopped',
      nextRestartMs: undefined,
    });
  });

  it('that crashes meanwhile is not restarted', async () => {
    await using on = await stage({restart: ALWAYS});
    const run = await on.nextRun();
    await run.ignoreSignals('SIGTERM');
    const shutdown = on.app.app.shutdown({wait: true});
    await run.nextSignal();
    await run.exit(1);
    await shutdown;
    expect(on.clock.armed).not.toContain(BACKOFF_MS);
    expect(await on.app.summary('web')).toMatchObject({status: 'stopped', restarts: 0});
  });
});

describe('a wish that comes in any moment of a start', () => {
  const definition = (value: string): ConfigSource => ({
    processes: {web: {cmd: 'echo "value $VALUE"; sleep 60 & wait', env: {VALUE: value}}},
  });

  it.each(['restart', 'reload'] as const)(
    '%s ends with a child of the new definition',
    async wish => {
      await using app = await TestApp.create({config: definition('before')});
      await app.begin();
      await app.app.stop({name: 'web'});
      for (let turns = 0; turns < 25; turns++) {
        await app.project.writeConfig(definition(`old${turns}`));
        const start = app.app.start({name: 'web'}).catch((error: unknown) => error);
        await app.until('web', ({status}) => status !== 'stopped');
        for (let turn = 0; turn < turns; turn++) await setImmediate();
        await app.project.writeConfig(definition(`new${turns}`));
        if (wish === 'restart') await app.app.restart({name: 'web'});
        else await app.app.reload({});
        await start;
        await app.line(new RegExp(`^value new${turns}$`));
        const {pid} = await app.summary('web');
        expect(await livingChildren(app.instance, ['web'])).toEqual(new Map([['web', [pid]]]));
        await app.app.stop({name: 'web'});
      }
    },
  );

  it('restart ends with a child of the new definition, also beside the restart that is due', async () => {
    const clock = new StillClock();
    const watched = (value: string): ConfigSource => ({
      processes: {
        web: {
          cmd: 'echo "value $VALUE"; sleep 60 & wait',
          env: {VALUE: value},
          env_file: ['a.env', 'b.env', 'c.env'],
          restart: ALWAYS,
        },
      },
    });
    const files = {'a.env': 'A=1\n', 'b.env': 'B=1\n', 'c.env': 'C=1\n'};
    await using app = await TestApp.create({config: watched('before'), files, clock});
    await app.begin();
    for (let turns = 0; turns < 25; turns++) {
      process.kill((await app.summary('web')).pid, 'SIGKILL');
      await app.until('web', hasCrashed);
      await app.project.writeConfig(watched(`new${turns}`));
      const restart = app.app.restart({name: 'web'});
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      clock.advance(BACKOFF_MS);
      await restart;
      await app.line(new RegExp(`^value new${turns}$`));
      const {pid} = await app.summary('web');
      expect(await livingChildren(app.instance, ['web'])).toEqual(new Map([['web', [pid]]]));
    }
  });

  it('stop, then start: one child, and the start is heard', async () => {
    await using app = await TestApp.create({config: definition('same')});
    await app.begin();
    for (let turns = 0; turns < 25; turns++) {
      const restart = app.app.restart({name: 'web'}).catch((error: unknown) => error);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      const stop = app.app.stop({name: 'web'}).catch((error: unknown) => error);
      await setImmediate();
      await app.app.start({name: 'web'});
      await Promise.all([restart, stop]);
      const {status, pid} = await app.summary('web');
      expect(status).toBe('running');
      await app.app.restart({name: 'web'});
      const {pid: last} = await app.summary('web');
      expect(last).not.toBe(pid);
      const children = (await livingChildren(app.instance, ['web'])).get('web') ?? [];
      expect(children.filter(child => child !== last)).toEqual([]);
    }
  });

  it('restart during a restart takes what was edited in between, and is one with it', async () => {
    await using web = await ScriptedProcess.create();
    const config = (VALUE: string): ConfigSource => ({
      processes: {web: {cmd: web.command, env: {VALUE}}},
    });
    await using app = await TestApp.create({config: config('one')});
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    await app.project.writeConfig(config('two'));
    const first = app.app.restart({name: 'web'});
    await run.nextSignal();
    await app.project.writeConfig(config('three'));
    const second = app.app.restart({name: 'web'});
    await app.until('web', () => true);
    await run.exit(0);
    await Promise.all([first, second]);
    const {pid} = await app.summary('web');
    let latest = await web.nextRun();
    if (latest.pid !== pid) latest = await web.nextRun();
    expect((await latest.report()).env).toMatchObject({VALUE: 'three'});
  });

  it('leaves no trace, though it comes many times, and many times at once', async () => {
    const warnings: string[] = [];
    const note = ({message}: Error): void => void warnings.push(message);
    process.on('warning', note);
    await using app = await TestApp.create({config: definition('same')});
    await app.begin();
    for (let turn = 0; turn < 12; turn++) {
      await app.app.stop({name: 'web'});
      await app.app.start({name: 'web'});
    }
    await Promise.all(Array.from({length: 12}, () => app.app.stop({name: 'web'})));
    await setImmediate();
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});
