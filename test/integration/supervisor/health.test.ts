import {describe, expect, it} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const QUICK = {interval: '50ms', start_interval: '50ms', start_period: '10s', retries: 2};

describe('a healthcheck', () => {
  it('asks the URL, from unknown over healthy to unhealthy and back', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, autostart: false}}},
    });
    await app.begin();
    await app.app.start({name: 'web'});
    const port = await (await web.nextRun()).listen();
    const healthcheck = {http: `:${port}/health`, ...QUICK};
    await app.project.writeConfig({processes: {web: {cmd: web.command, healthcheck}}});
    await app.app.restart({name: 'web'});
    const run = await web.nextRun();
    expect(await app.summary('web')).toMatchObject({health: 'unknown'});
    await run.listen(port);
    await app.until('web', ({health}) => health === 'healthy');
    await run.answerWith(503);
    await app.until('web', ({health}) => health === 'unhealthy');
    expect(await app.app.process({name: 'web'})).toMatchObject({
      healthcheck: {enabled: true, lastOutput: 'HTTP 503\nstatus 503'},
    });
    await run.answerWith(302);
    await app.until('web', ({health}) => health === 'healthy');
    await app.line(/^web is healthy$/);
    await app.line(/^web is unhealthy: 2 checks failed \(HTTP 503\)$/);
    await app.line(/^web is healthy again$/);
  });

  it('takes the listed statuses only', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, autostart: false}}},
    });
    await app.begin();
    await app.app.start({name: 'web'});
    const port = await (await web.nextRun()).listen();
    const healthcheck = {
      http: `http://127.0.0.1:${port}/`,
      status: [204],
      ...QUICK,
      start_period: '0s',
    };
    await app.project.writeConfig({processes: {web: {cmd: web.command, healthcheck}}});
    await app.app.restart({name: 'web'});
    const run = await web.nextRun();
    await run.listen(port);
    await app.until('web', ({health}) => health === 'unhealthy');
    await run.answerWith(204);
    await app.until('web', ({health}) => health === 'healthy');
  });

  it('runs a command in the environment and directory of the process', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {
            cmd: 'exec sleep 60',
            env: {WORD: 'blue'},
            healthcheck: {cmd: 'echo "$WORD $(pwd) $PROX_PROCESS"', ...QUICK},
          },
        },
      },
    });
    await app.begin();
    await app.until('web', ({health}) => health === 'healthy');
    expect(await app.app.process({name: 'web'})).toMatchObject({
      healthcheck: {lastOutput: `blue ${app.project.dir} web`, consecutiveFailures: 0},
    });
  });

  it('kills the whole group of a command that outlives its timeout', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {
            cmd: 'exec sleep 60',
            healthcheck: {cmd: 'echo waiting; sleep 61 | cat', timeout: '100ms', ...QUICK},
          },
        },
      },
    });
    await app.begin();
    const seen: string[] = [];
    const {signal} = new AbortController();
    for await (const _ of app.app.followProcesses({}, {signal})) {
      const {healthcheck} = await app.app.process({name: 'web'});
      seen.push(healthcheck.lastOutput);
      if (seen.at(-1)?.startsWith('timed out')) break;
    }
    expect(seen.at(-1)).toBe('timed out\nwaiting');
    // That nothing of the probe is left is verified by TestApp's end: its commands bear the mark.
    await app.app.stop({name: 'web'});
  });

  it('connects to a TCP port, on whichever loopback address it listens', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, autostart: false}}},
    });
    await app.begin();
    await app.app.start({name: 'web'});
    const port = await (await web.nextRun()).listen();
    const healthcheck = {tcp: port, ...QUICK, start_period: '0s'};
    await app.project.writeConfig({processes: {web: {cmd: web.command, healthcheck}}});
    await app.app.restart({name: 'web'});
    const run = await web.nextRun();
    await app.until('web', ({health}) => health === 'unhealthy');
    await run.listen(port);
    await app.until('web', ({health}) => health === 'healthy');
  });

  it('is not asked about a process that has ended', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {web: {cmd: 'echo up; read -r _; exit 1', healthcheck: {cmd: 'true', ...QUICK}}},
      },
    });
    await app.begin();
    await app.until('web', ({status}) => status === 'crashed');
    expect(await app.summary('web')).toMatchObject({health: 'unknown'});
  });
});
