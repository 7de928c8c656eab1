import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import type {ScriptedRun} from '../../rig/scripted-run.ts';
import {StillClock} from '../../rig/still-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

/** Healthy as long as there is a file `ok`; then two failures in 100 ms make it unhealthy. */
const CHECK = {
  cmd: 'test -e ok',
  interval: '50ms',
  start_interval: '50ms',
  start_period: '10s',
  retries: 2,
};
const FILES = {ok: ''};

async function becomeUnhealthy({project}: TestApp): Promise<void> {
  await rm(join(project.dir, 'ok'));
}

describe('a process that becomes unhealthy', () => {
  it('is left alone by default, whatever its restart policy', async () => {
    await using web = await ScriptedProcess.create();
    const definition = {cmd: web.command, healthcheck: CHECK, restart: 'always'};
    await using app = await TestApp.create({config: {processes: {web: definition}}, files: FILES});
    await app.begin();
    const run = await web.nextRun();
    await app.until('web', ({health}) => health === 'healthy');
    await becomeUnhealthy(app);
    await app.until('web', ({health}) => health === 'unhealthy');
    await app.project.write('ok', '');
    await app.until('web', ({health}) => health === 'healthy');
    await run.print('still there');
    expect(await app.summary('web')).toMatchObject({pid: run.pid, restarts: 0});
    expect((await run.report()).signalsSeen).toEqual([]);
  });

  it('is restarted where on_unhealthy says so, and the log tells why', async () => {
    await using web = await ScriptedProcess.create();
    const healthcheck = {...CHECK, on_unhealthy: 'restart'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, healthcheck}}},
      files: FILES,
    });
    await app.begin();
    const first = await web.nextRun();
    await app.until('web', ({health}) => health === 'healthy');
    await becomeUnhealthy(app);
    await first.ended;
    await app.project.write('ok', '');
    const second = await web.nextRun();
    await app.until('web', ({pid, health}) => pid === second.pid && health === 'healthy');
    expect(await app.summary('web')).toMatchObject({restarts: 1});
    await app.line(/^web is unhealthy: 2 checks failed/);
    await app.line(/^web restarts, for it is unhealthy$/);
    await app.line(/^web started/);
  });

  it('is given up when its budget is spent, and goes on running', async () => {
    const healthcheck = {...CHECK, start_period: '0s', on_unhealthy: 'restart'};
    const restart = {policy: 'no', max_restarts: 2};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'echo up; exec sleep 60', healthcheck, restart}}},
      clock: new StillClock(),
    });
    await app.begin();
    await app.line(/^web stays unhealthy: given up after 2 restarts$/);
    expect((await app.app.why({name: 'web'})).cause).toMatch(
      /^web is unhealthy, and was given up after 2 restarts: /,
    );
    expect(await app.summary('web')).toMatchObject({
      status: 'running',
      health: 'unhealthy',
      restarts: 2,
    });
    expect(await app.output('web')).toHaveLength(3);
  });

  it('has one budget for this and for its crashes', async () => {
    await using web = await ScriptedProcess.create();
    const clock = new StillClock();
    const healthcheck = {...CHECK, on_unhealthy: 'restart'};
    const restart = {policy: 'always', max_restarts: 2};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: `touch ok; ${web.command}`, healthcheck, restart}}},
      clock,
    });
    const nextRun = async (): Promise<ScriptedRun> => {
      const run = await web.nextRun();
      await app.until('web', ({pid, health}) => pid === run.pid && health === 'healthy');
      return run;
    };
    await app.begin();
    const first = await nextRun();
    await becomeUnhealthy(app);
    await first.ended;
    const second = await nextRun();
    await second.crash();
    await app.line(/^web restarts, for it is unhealthy$/);
    await app.line(/^web crashed \(killed by SIGKILL\), restarts in 2s$/);
    clock.advance(2000);
    await nextRun();
    await becomeUnhealthy(app);
    await app.line(/^web stays unhealthy: given up after 2 restarts$/);
  });

  it('is given up though it is healthy for a moment after each restart', async () => {
    const healthcheck = {...CHECK, retries: 5, on_unhealthy: 'restart'};
    const restart = {policy: 'no', max_restarts: 1};
    const clock = new StillClock();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'touch ok; exec sleep 60', healthcheck, restart}}},
      clock,
    });
    await app.begin();
    for (let life = 0; life < 2; life++) {
      await app.until('web', ({health, restarts}) => health === 'healthy' && restarts === life);
      await becomeUnhealthy(app);
      await untilFailing(app);
      clock.advance(60_000);
      await app.until('web', ({health}) => health === 'unhealthy');
    }
    await app.line(/^web stays unhealthy: given up after 1 restart$/);
  });

  it('has its whole budget again after it was healthy for long', async () => {
    await using web = await ScriptedProcess.create();
    const healthcheck = {...CHECK, on_unhealthy: 'restart'};
    const restart = {policy: 'no', max_restarts: 1};
    const clock = new StillClock();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: `touch ok; ${web.command}`, healthcheck, restart}}},
      clock,
    });
    await app.begin();
    for (let life = 0; life < 3; life++) {
      const run = await web.nextRun();
      await app.until('web', ({pid, health}) => pid === run.pid && health === 'healthy');
      const {healthcheck: before} = await app.app.process({name: 'web'});
      clock.advance(10_000);
      await untilChecked(app, before.lastCheck);
      await becomeUnhealthy(app);
      await run.ended;
    }
    await web.nextRun();
    expect(await app.summary('web')).toMatchObject({restarts: 3});
  });

  it('is not restarted when somebody stops it in that moment', async () => {
    await using web = await ScriptedProcess.create();
    const healthcheck = {...CHECK, on_unhealthy: 'restart'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, healthcheck}}},
      files: FILES,
    });
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    await app.until('web', ({health}) => health === 'healthy');
    await becomeUnhealthy(app);
    await run.nextSignal();
    const stop = app.app.stop({name: 'web'});
    await app.app.processes();
    await run.exit(0);
    await stop;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
  });
});

/** Until a check has failed, and not yet so many that it is unhealthy. */
async function untilFailing({app}: TestApp): Promise<void> {
  const done = new AbortController();
  for await (const _ of app.followProcesses({}, {signal: done.signal})) {
    const {healthcheck} = await app.process({name: 'web'});
    if (healthcheck.consecutiveFailures > 0) done.abort();
  }
}

/** Until a check has succeeded since: the one that was under way when time leapt may have timed out. */
async function untilChecked({app}: TestApp, after: string | undefined): Promise<void> {
  const done = new AbortController();
  for await (const _ of app.followProcesses({}, {signal: done.signal})) {
    const {healthcheck} = await app.process({name: 'web'});
    const {lastCheck, consecutiveFailures} = healthcheck;
    if (lastCheck !== after && consecutiveFailures === 0) done.abort();
  }
}
