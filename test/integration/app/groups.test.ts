import {describe, expect, it} from 'vitest';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

const isRunning = ({status}: ProcessSummary): boolean => status === 'running';

/** The group `back` holds api and db, which api needs; docs is in none. */
async function stack(back: {readonly api?: string; readonly db?: string} = {}): Promise<TestApp> {
  return TestApp.create({
    config: {
      processes: {
        api: {cmd: back.api ?? IDLE, depends_on: ['db']},
        db: back.db ?? IDLE,
        docs: IDLE,
      },
      groups: {back: ['api', 'db']},
    },
  });
}

async function statuses({app}: TestApp): Promise<Readonly<Record<string, string>>> {
  const {processes} = await app.processes();
  return Object.fromEntries(processes.map(({name, status}) => [name, status]));
}

describe('a group', () => {
  it('is stopped as one: who needs others first, nobody else', async () => {
    await using db = await ScriptedProcess.create();
    await using api = await ScriptedProcess.create();
    await using app = await stack({api: api.command, db: db.command});
    await app.begin();
    const [apiRun, dbRun] = await Promise.all([api.nextRun(), db.nextRun()]);
    await apiRun.ignoreSignals('SIGTERM');
    const stop = app.app.stop({name: 'back'});
    await apiRun.nextSignal();
    expect(await dbRun.report()).toMatchObject({signalsSeen: []});
    await apiRun.exit(0);
    await stop;
    await dbRun.ended;
    expect(await statuses(app)).toEqual({api: 'stopped', db: 'stopped', docs: 'running'});
    expect(await app.summary('api')).toMatchObject({groups: ['back']});
    expect(await app.summary('docs')).toMatchObject({groups: []});
  });

  it('that is partly running is started as far as it is not, and stopped as far as it is', async () => {
    await using app = await stack();
    await app.begin();
    await app.until('api', isRunning);
    const {pid} = await app.summary('db');
    await app.app.stop({name: 'api'});
    await app.app.start({name: 'back'});
    expect(await statuses(app)).toEqual({api: 'running', db: 'running', docs: 'running'});
    expect(await app.summary('db')).toMatchObject({pid});
    await app.app.stop({name: 'db'});
    await app.app.stop({name: 'back'});
    expect(await statuses(app)).toEqual({api: 'stopped', db: 'stopped', docs: 'running'});
  });

  it('that is all there, or all gone, has nothing to do', async () => {
    await using app = await stack();
    await app.begin();
    const {pid} = await app.until('api', isRunning);
    await app.app.start({name: 'back'});
    expect(await app.summary('api')).toMatchObject({status: 'running', pid});
    await app.app.stop({name: 'back'});
    await app.app.stop({name: 'back'});
    expect(await statuses(app)).toEqual({api: 'stopped', db: 'stopped', docs: 'running'});
  });

  it('of tasks that are done is not run again', async () => {
    await using app = await TestApp.create({
      config: {tasks: {seed: 'true', build: 'true'}, groups: {once: ['seed', 'build']}},
    });
    await app.begin();
    for (const name of ['seed', 'build']) await app.until(name, one => one.status === 'completed');
    await app.app.start({name: 'once'});
    expect(await statuses(app)).toEqual({seed: 'completed', build: 'completed'});
  });

  it('is no process where one is meant', async () => {
    await using app = await stack();
    const refusal = {
      code: 'PROCESS_NOT_FOUND',
      detail: 'back is a group (api, db)',
      hint: 'Name one of its members.',
    };
    const ref = {name: 'back'};
    for (const ask of [
      async () => app.app.process(ref),
      async () => app.app.why(ref),
      async () => app.app.send({...ref, text: 'yes'}),
      async () => app.app.resize({...ref, columns: 80, rows: 24}),
    ]) {
      await expect(ask()).rejects.toMatchObject(refusal);
    }
  });

  it('starts with what its members need, in order, though it names them otherwise', async () => {
    await using app = await stack();
    await app.begin('docs');
    await app.app.start({name: 'back'});
    await app.line(/^db started/);
    await app.line(/^api started/);
  });

  it('tells what one of its members met, when all others are done', async () => {
    await using app = await stack({db: 'exec no-such-command'});
    await app.begin('docs');
    await app.project.writeConfig({
      processes: {api: {cmd: IDLE, depends_on: ['db']}, db: {cmd: ['gone']}, docs: IDLE},
    });
    await expect(app.app.start({name: 'back'})).rejects.toMatchObject({code: 'SPAWN_FAILED'});
    expect(await statuses(app)).toEqual({api: 'blocked', db: 'crashed', docs: 'running'});
  });

  it('is restarted in order: each runs on until the new child of what it needs is there', async () => {
    // A file that takes long to read: each restart reads it.
    const ballast = {'x-ballast': Array.from({length: 15_000}, (_, index) => index)};
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        ...ballast,
        processes: {
          api: {cmd: IDLE, depends_on: ['db']},
          db: {cmd: db.command, healthcheck: {log: '^ready$'}},
          docs: IDLE,
        },
        groups: {back: ['api', 'docs', 'db']},
      },
    });
    await app.begin();
    await (await db.nextRun()).print('ready');
    const {pid} = await app.until('api', isRunning);
    const restart = app.app.restart({name: 'back'});
    const second = await db.nextRun();
    await second.print('fence');
    await app.line(/^fence$/);
    expect(await app.summary('api')).toMatchObject({status: 'running', pid});
    await second.print('ready');
    await restart;
    expect((await app.summary('api')).pid).not.toBe(pid);
    for (const name of ['api', 'docs', 'db']) {
      expect(await app.summary(name)).toMatchObject({status: 'running', restarts: 1});
    }
  });
});
