import {once} from 'node:events';
import {createServer, type Server} from 'node:net';
import {describe, expect, it, onTestFinished, test} from 'vitest';
import type {WhyReport} from '../../../src/core/why-report.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const NODE = process.execPath;

/** A server on the port in PORT that answers every request with this status. */
function answering(status: number): readonly string[] {
  const handler = `(request, response) => response.writeHead(${status}).end()`;
  return [NODE, '-e', `require('node:http').createServer(${handler}).listen(process.env.PORT)`];
}

async function listenOnAnyPort(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What `why` says of `api` when it has crashed, and all that it wrote is there. */
async function whyItCrashed(app: TestApp): Promise<WhyReport> {
  await app.begin();
  await app.line(/^api crashed/);
  return app.app.why({name: 'api'});
}

describe('a staged failure is named in the first line:', () => {
  it('a bad command', async () => {
    await using app = await TestApp.create({
      config: {processes: {api: 'no-such-command --port 1'}},
    });
    expect(await whyItCrashed(app)).toMatchObject({
      cause: 'api crashed: there is no command `no-such-command`',
      status: 'crashed',
      exitCode: 127,
    });
  });

  it('a bad command without a shell', async () => {
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: ['no-such-command']}}},
    });
    expect(await whyItCrashed(app)).toMatchObject({
      cause: 'api could not be started: there is no command `no-such-command`',
      lastLines: [],
    });
  });

  it.runIf(process.platform === 'linux')('a port that is taken', async () => {
    const port = await listenOnAnyPort();
    const listen = `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: [NODE, '-e', listen], port}}},
    });
    const report = await whyItCrashed(app);
    expect(report.cause).toMatch(`api crashed: port ${port} is held by pid ${process.pid} (`);
    expect(report.portConflict).toMatchObject({port, pid: process.pid, cwd: process.cwd()});
  });

  it.runIf(process.platform === 'linux')(
    'a port that is taken, which prox.yaml does not know of',
    async () => {
      const port = await listenOnAnyPort();
      const listen = `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
      await using app = await TestApp.create({
        config: {processes: {api: {cmd: [NODE, '-e', listen]}}},
      });
      expect((await whyItCrashed(app)).cause).toMatch(
        `api crashed: port ${port} is held by pid ${process.pid} (`,
      );
    },
  );

  it('a probe that is answered with 500', async () => {
    const port = await freePort();
    const healthcheck = {http: `:${port}/health`, interval: '50ms', start_period: '0s', retries: 1};
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: answering(500), port, healthcheck}}},
    });
    await app.begin();
    await untilChecked(app, 'HTTP 500');
    const report = await app.app.why({name: 'api'});
    expect(report).toMatchObject({
      cause: `api is unhealthy: GET :${port}/health answered 500`,
      status: 'running',
      health: 'unhealthy',
      healthcheck: {enabled: true, lastOutput: 'HTTP 500'},
    });
  });

  it('a dependency that is dead', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: 'exit 3', healthcheck: {tcp: await freePort()}},
          api: {cmd: 'sleep 1000', depends_on: ['db']},
        },
      },
    });
    await app.begin();
    await app.until('api', ({status}) => status === 'blocked');
    expect(await app.app.why({name: 'api'})).toMatchObject({
      cause: 'api is blocked: db crashed (exit code 3)',
      nextStep: 'Run `prox why db`; api starts by itself when that is mended.',
      waitingOn: ['db'],
    });
  });

  it('a dependency that is dead, which prox.yaml does not know of', async () => {
    const port = await freePort();
    const connect = `require('node:net').connect(${port}, '127.0.0.1')`;
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: 'sleep 1000', port, autostart: false},
          api: {cmd: [NODE, '-e', connect]},
        },
      },
    });
    expect(await whyItCrashed(app)).toMatchObject({
      cause: `api crashed: nothing answers at 127.0.0.1:${port}, the port of db, which is stopped`,
      nextStep: 'Run `prox why db`.',
    });
  });

  it('memory that ran out', async () => {
    const fill = 'const kept = []; for (;;) kept.push(new Array(1e4).fill(1))';
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: [NODE, '--max-old-space-size=10', '-e', fill]}}},
    });
    expect((await whyItCrashed(app)).cause).toBe(
      'api crashed: it ran out of memory: the heap of Node is full',
    );
  });

  it('an end by SIGKILL from outside', async () => {
    await using app = await TestApp.create({config: {processes: {api: 'kill -9 $$'}}});
    expect(await whyItCrashed(app)).toMatchObject({
      cause: 'api crashed: killed from outside (SIGKILL): by hand, or out of memory',
      signal: 'SIGKILL',
    });
  });

  it('a variable that is missing', async () => {
    await using app = await TestApp.create({
      config: {processes: {api: 'echo "${PROX_TEST_URL:?}"'}},
    });
    expect((await whyItCrashed(app)).cause).toBe(
      'api crashed: the environment variable PROX_TEST_URL is missing',
    );
  });

  it('source with an error', async () => {
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: [NODE, 'server.js']}}},
      files: {'server.js': 'const a = 1;\nconst x = ;\n'},
    });
    expect((await whyItCrashed(app)).cause).toMatch(
      /^api crashed: syntax error in \/.*\/server\.js:2: Unexpected token ';'$/,
    );
  });

  it('a slow start', async () => {
    const port = await freePort();
    const healthcheck = {http: `:${port}/health`, start_interval: '50ms', start_period: '60s'};
    await using app = await TestApp.create({
      config: {processes: {api: {cmd: answering(503), port, healthcheck}}},
    });
    await app.begin();
    await untilChecked(app, 'HTTP 503');
    expect(await app.app.why({name: 'api'})).toMatchObject({
      cause: expect.stringMatching(
        /^api has not become healthy for \d+m?s: GET :\d+\/health answered 503$/,
      ),
      nextStep: expect.stringContaining('start_period'),
      health: 'unknown',
    });
  });
});

async function untilChecked(app: TestApp, output: string): Promise<void> {
  const done = new AbortController();
  for await (const _ of app.app.followProcesses({}, {signal: done.signal})) {
    const {healthcheck} = await app.app.process({name: 'api'});
    if (healthcheck.lastOutput === output) done.abort();
  }
}

test('a run that was healthy for a moment and crashed is no good run', async () => {
  await using child = await ScriptedProcess.create();
  const config = (env: Readonly<Record<string, string>>) => ({
    processes: {api: {cmd: child.command, env, healthcheck: {log: '^up$'}}},
  });
  const isHealthy = ({health}: {readonly health: string}): boolean => health === 'healthy';
  await using app = await TestApp.create({config: config({OLD: '1'})});
  await app.begin();
  await (await child.nextRun()).print('up');
  await app.until('api', isHealthy);
  await app.project.writeConfig(config({}));
  const restarted = app.app.restart({name: 'api'});
  const second = await child.nextRun();
  await restarted;
  await second.print('up');
  await app.until('api', isHealthy);
  await second.exit(3);
  await app.line(/^api crashed/);
  expect((await app.app.why({name: 'api'})).changes).toMatchObject({envRemoved: ['OLD']});
});

test('what has changed since the last good run is named, without a value', async () => {
  await using app = await TestApp.create({
    config: {processes: {api: {cmd: 'exit 0', env: {OLD: 'secret-1', URL: 'secret-2'}}}},
  });
  await app.begin();
  await app.line(/^api ended/);
  await app.project.writeConfig({
    processes: {api: {cmd: 'exit 3', env: {URL: 'secret-3', NEW: 'secret-4'}}},
  });
  await app.app.restart({name: 'api'});
  await app.line(/^api crashed/);
  const report = await app.app.why({name: 'api'});
  expect(report).toMatchObject({
    cause: 'api crashed (exit code 3); its last good run had OLD in its environment',
    changes: {config: ['cmd', 'env'], envAdded: ['NEW'], envRemoved: ['OLD'], envChanged: ['URL']},
  });
  expect(JSON.stringify(report)).not.toContain('secret');
});

test('only what the latest run has written counts', async () => {
  const cmd =
    'if [ -e again ]; then echo "no config" >&2; exit 1; fi; echo "sh: 1: foo: not found" >&2; exit 127';
  await using app = await TestApp.create({config: {processes: {api: cmd}}});
  expect((await whyItCrashed(app)).lastLines).toEqual(['sh: 1: foo: not found']);
  await app.project.write('again', '');
  await app.app.restart({name: 'api'});
  await app.line(/^api crashed/);
  expect(await app.app.why({name: 'api'})).toMatchObject({
    cause: 'api crashed (exit code 1): no config',
    lastLines: ['no config'],
  });
});

test('a process that is well has no cause', async () => {
  await using app = await TestApp.create({config: {processes: {api: 'sleep 1000'}}});
  await app.begin();
  expect(await app.app.why({name: 'api'})).toMatchObject({
    status: 'running',
    cause: undefined,
    nextStep: undefined,
  });
});

test('a process that somebody stopped is told so', async () => {
  await using app = await TestApp.create({config: {processes: {api: 'sleep 1000'}}});
  await app.begin();
  await app.app.stop({name: 'api'});
  expect((await app.app.why({name: 'api'})).cause).toMatch(
    /^api is stopped because somebody stopped it/,
  );
});

test('a name that nobody has is refused', async () => {
  await using app = await TestApp.create({config: {processes: {api: 'sleep 1000'}}});
  await expect(app.app.why({name: 'apo'})).rejects.toMatchObject({code: 'PROCESS_NOT_FOUND'});
});

test('a dependency that is not there is told with what its check has shown', async () => {
  const port = await freePort();
  await using app = await TestApp.create({
    config: {
      dependencies: {db: {check: {tcp: port}, interval: '50ms', timeout: '60s'}},
      processes: {api: {cmd: 'sleep 1000', depends_on: ['db']}},
    },
  });
  await app.begin();
  await app.until('api', ({status}) => status === 'waiting');
  await app.until('db', ({status}) => status === 'starting');
  const {cause} = await app.app.why({name: 'api'});
  expect(cause).toMatch(/^api is waiting for db, which is not there/);
});
