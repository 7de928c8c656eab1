import {describe, expect, it} from 'vitest';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import type {BeginOptions} from '../../../src/supervisor/supervisor-options.ts';
import {freePort} from '../../rig/free-port.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';
const isRunning = ({status}: ProcessSummary): boolean => status === 'running';

/** web → api → (db, migrate → db), worker → (api, queue); docs and queue start on demand. */
async function stack(extra: object = {}): Promise<TestApp> {
  return TestApp.create({
    config: {
      tasks: {migrate: {cmd: 'true', depends_on: ['db']}},
      processes: {
        web: {cmd: IDLE, depends_on: ['api']},
        api: {cmd: IDLE, depends_on: ['db', 'migrate']},
        worker: {cmd: IDLE, depends_on: ['api', 'queue']},
        db: IDLE,
        queue: {cmd: IDLE, autostart: false},
        docs: {cmd: IDLE, autostart: false},
        ...extra,
      },
    },
  });
}

async function begin({app}: TestApp, options: Omit<BeginOptions, 'apiUrl'>): Promise<void> {
  await app.begin({...options, apiUrl: 'http://127.0.0.1:1'});
}

/** All that has been started, as soon as all of `names` run. */
async function started(app: TestApp, ...names: readonly string[]): Promise<readonly string[]> {
  await Promise.all(names.map(async name => app.until(name, isRunning)));
  const {processes} = await app.app.processes();
  return processes.filter(({status}) => status !== 'stopped').map(({name}) => name);
}

describe('without a choice', () => {
  it('all that start by themselves start, and what they need, also what is to start on demand', async () => {
    await using app = await stack();
    await app.begin();
    expect(await started(app, 'web', 'worker')).toEqual([
      'migrate',
      'web',
      'api',
      'worker',
      'db',
      'queue',
    ]);
  });

  it('an outside dependency that nobody needs is not even checked', async () => {
    await using app = await TestApp.create({
      config: {
        dependencies: {vpn: {check: {tcp: await freePort()}}},
        processes: {
          web: IDLE,
          remote: {cmd: IDLE, depends_on: ['vpn'], autostart: false},
        },
      },
    });
    await app.begin();
    expect(await started(app, 'web')).toEqual(['web']);
    expect(await app.summary('vpn')).toMatchObject({status: 'stopped'});
  });
});

describe('with names', () => {
  it('those start with all that they need, and nothing else', async () => {
    await using app = await stack();
    await begin(app, {names: ['web']});
    expect(await started(app, 'web')).toEqual(['migrate', 'web', 'api', 'db']);
  });

  it('also what is to start on demand', async () => {
    await using app = await stack();
    await begin(app, {names: ['docs']});
    expect(await started(app, 'docs')).toEqual(['docs']);
  });

  it('that are unknown nothing starts', async () => {
    await using app = await stack();
    await expect(begin(app, {names: ['db', 'wbe']})).rejects.toMatchObject({
      code: 'PROCESS_NOT_FOUND',
    });
    expect(await started(app)).toEqual([]);
  });
});

describe('alone', () => {
  it('those start at once, and wait for nobody', async () => {
    await using app = await stack();
    await begin(app, {names: ['web'], isAlone: true});
    expect(await started(app, 'web')).toEqual(['web']);
    const {logs} = await app.app.logs({process: ['web'], pattern: 'waits'});
    expect(logs).toEqual([]);
  });

  it('they wait for each other all the same', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: IDLE, depends_on: ['api']},
          api: {cmd: ['no-such-command'], depends_on: ['db']},
          db: IDLE,
        },
      },
    });
    await begin(app, {names: ['web', 'api'], isAlone: true});
    expect(await app.until('web', ({status}) => status === 'blocked')).toMatchObject({
      blockedReason: 'api crashed (command not found: no-such-command)',
    });
    expect(await app.summary('db')).toMatchObject({status: 'stopped'});
  });

  it('a restart does not bring what was left out, and a start by name counts it in again', async () => {
    await using app = await stack();
    await begin(app, {names: ['web'], isAlone: true});
    await app.app.restart({name: 'web'});
    expect(await started(app, 'web')).toEqual(['web']);
    await app.app.start({name: 'api'});
    expect(await started(app, 'web', 'api')).toEqual(['web', 'api']);
    await app.app.stop({name: 'api'});
    await app.app.restart({name: 'web'});
    expect(await started(app, 'web')).toEqual(['web', 'api']);
  });
});

describe('except some', () => {
  it('all others start, and nobody waits for those', async () => {
    await using app = await stack();
    await begin(app, {except: ['api', 'queue']});
    expect(await started(app, 'web', 'worker')).toEqual(['migrate', 'web', 'worker', 'db']);
    expect(await app.summary('api')).toMatchObject({status: 'stopped'});
  });

  it('that are named too: those do not start', async () => {
    await using app = await stack();
    await begin(app, {names: ['docs', 'queue'], except: ['queue']});
    expect(await started(app, 'docs')).toEqual(['docs']);
  });

  it('a process that waits for others too still waits for those', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: IDLE, depends_on: ['api', 'db']},
          api: IDLE,
          db: {cmd: IDLE, healthcheck: {log: 'never'}},
        },
      },
    });
    await begin(app, {except: ['api']});
    expect(await app.until('web', ({status}) => status === 'waiting')).toMatchObject({
      waitingOn: ['db'],
    });
  });

  it('an outside dependency: it is not checked and not waited for', async () => {
    await using app = await TestApp.create({
      config: {
        dependencies: {vpn: {check: {tcp: await freePort()}}},
        processes: {web: {cmd: IDLE, depends_on: ['vpn']}},
      },
    });
    await begin(app, {except: ['vpn']});
    expect(await started(app, 'web')).toEqual(['web']);
    await app.app.restart({name: 'web'});
    expect(await app.summary('vpn')).toMatchObject({status: 'stopped'});
  });

  it('they stay out of it when a reload adds one that needs them', async () => {
    await using app = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
    await begin(app, {except: ['api']});
    const worker = {cmd: IDLE, depends_on: ['api']};
    await app.project.writeConfig({processes: {web: IDLE, api: IDLE, worker}});
    await app.app.reload({});
    expect(await started(app, 'web', 'worker')).toEqual(['web', 'worker']);
  });
});
