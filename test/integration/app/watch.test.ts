import {describe, expect, it, vi} from 'vitest';
import {type Clock, systemClock} from '../../../src/core/clock.ts';
import {WatchedFiles} from '../../../src/supervisor/watch/watched-files.ts';
import {passTick} from '../../rig/pass-tick.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const WATCH = {paths: ['src'], debounce: '100ms'};
const FILES = {'src/a.ts': 'one\n'};
const IDLE = 'exec sleep 60';
/** Sees the same edits as `web`: when it has restarted, `web` would have too. */
const FENCE = {cmd: 'cat src/a.ts; exec sleep 60', watch: WATCH};

/** Ten seconds by it are long enough for a machine that has much to do. */
const DAWDLING: Clock = {...systemClock, monotonic: () => systemClock.monotonic() / 10};

/** Later than the start of any watch so far, also by the clock of the file system. */
async function edit({project}: TestApp, text: string): Promise<void> {
  passTick(project);
  await project.write('src/a.ts', `${text}\n`);
}

/** The fence has read what it watches: an edit from now on restarts it. */
async function fenceStands(app: TestApp): Promise<void> {
  while ((await app.line(/^one$/)).process !== 'fence');
}

/** The edit has come to the fence. */
async function editUpToFence(app: TestApp, text: string): Promise<void> {
  await edit(app, text);
  await app.line(new RegExp(`^${text}$`));
}

describe('an edit of a watched file', () => {
  it('restarts the process, and the log names the file', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    const first = await web.nextRun();
    await edit(app, 'two');
    await first.ended;
    const second = await web.nextRun();
    await app.until('web', ({pid}) => pid === second.pid);
    expect(await app.summary('web')).toMatchObject({restarts: 1});
    await app.line(/^web restarts: src\/a\.ts changed$/);
  });

  it('revives a process that was given up, with a whole budget', async () => {
    const restart = {policy: 'on-failure', max_restarts: 1, backoff: '1ms'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'cat src/a.ts; exit 1', restart, watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    await app.line(/^web crashed .* given up after 1 restart$/);
    await edit(app, 'two');
    await app.line(/^web crashed \(exit code 1\), restarts in 1ms$/);
    await app.line(/^web crashed .* given up after 1 restart$/);
    expect(await app.output('web')).toEqual(['one', 'one', 'two', 'two']);
  });

  it('starts a process again that has ended by itself', async () => {
    await using app = await TestApp.create({
      config: {processes: {build: {cmd: 'cat src/a.ts', watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    await app.line(/^build ended/);
    await edit(app, 'two');
    await app.line(/^two$/);
    await app.line(/^build ended/);
  });

  it('does nothing to a process that somebody has stopped, and says nothing', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'cat src/a.ts; exec sleep 60', watch: WATCH}, fence: FENCE}},
      files: FILES,
    });
    await app.begin();
    await fenceStands(app);
    await app.until('web', ({status}) => status === 'running');
    await app.app.stop({name: 'web'});
    await editUpToFence(app, 'two');
    expect(await app.summary('web')).toMatchObject({status: 'stopped', restarts: 0});
    const {logs} = await app.app.logs({process: ['web'], pattern: 'restarts'});
    expect(logs).toEqual([]);
  });

  it('does nothing to a process that was never started', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {web: {cmd: IDLE, watch: WATCH, autostart: false}, fence: FENCE},
      },
      files: FILES,
    });
    await app.begin();
    await fenceStands(app);
    await editUpToFence(app, 'two');
    expect(await app.summary('web')).toMatchObject({status: 'stopped', restarts: 0});
  });

  it('does nothing to a process that waits, nor do many of them pause its watch', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: {log: '^ready$'}},
          web: {cmd: 'cat src/a.ts; exec sleep 60', watch: WATCH, depends_on: ['db']},
          fence: FENCE,
        },
      },
      files: FILES,
    });
    await app.begin();
    await fenceStands(app);
    const run = await db.nextRun();
    for (const text of ['two', 'three', 'four', 'five', 'six']) {
      await editUpToFence(app, text);
      expect(await app.summary('web')).toMatchObject({status: 'waiting', restarts: 0});
    }
    expect(await app.app.process({name: 'web'})).toMatchObject({watch: {pausedReason: undefined}});
    await run.print('ready');
    await app.until('web', ({status}) => status === 'running');
    await edit(app, 'seven');
    await app.line(/^web restarts: src\/a\.ts changed$/);
  });

  it('sends SIGHUP to the whole group where on_change says so, and restarts nothing', async () => {
    await using web = await ScriptedProcess.create();
    const watch = {...WATCH, on_change: 'signal'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, watch}}},
      files: FILES,
    });
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGHUP');
    const helper = await run.spawnGrandchild();
    await helper.ignoreSignals('SIGHUP');
    await edit(app, 'two');
    expect([await run.nextSignal(), await helper.nextSignal()]).toEqual(['SIGHUP', 'SIGHUP']);
    await app.line(/^web is sent SIGHUP: src\/a\.ts changed$/);
    expect(await app.summary('web')).toMatchObject({pid: run.pid, restarts: 0});
  });

  it('with on_change: signal leaves alone what does not run', async () => {
    const watch = {...WATCH, on_change: 'signal'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'exit 1', watch}, fence: FENCE}},
      files: FILES,
    });
    await app.begin();
    await fenceStands(app);
    await app.until('web', ({status}) => status === 'crashed');
    await editUpToFence(app, 'two');
    expect(await app.summary('web')).toMatchObject({status: 'crashed', restarts: 0});
    const {logs} = await app.app.logs({process: ['web'], pattern: 'SIGHUP'});
    expect(logs).toEqual([]);
  });

  it('during a restart is not lost: what was written last runs in the end', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: `cat src/a.ts; ${web.command}`, watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    const first = await web.nextRun();
    await first.ignoreSignals('SIGTERM');
    await edit(app, 'two');
    await first.nextSignal();
    await edit(app, 'three');
    await first.exit(0);
    const second = await web.nextRun();
    await edit(app, 'four');
    await second.ended;
    await app.line(/^four$/);
    await edit(app, 'five');
    await app.line(/^five$/);
  });

  it('that comes while the process could not start again restarts it when it can', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          db: IDLE,
          web: {cmd: 'cat src/a.ts; sleep 60 & wait', watch: WATCH, depends_on: ['db']},
        },
      },
      files: FILES,
    });
    await app.begin();
    const {pid} = await app.until('web', ({status}) => status === 'running');
    await app.app.stop({name: 'db'});
    await edit(app, 'two');
    await app.line(/^web runs on as it is/);
    expect(await app.summary('web')).toMatchObject({pid, restarts: 0});
    await app.app.start({name: 'db'});
    await app.line(/^two$/);
    await app.until('web', summary => summary.status === 'running' && summary.pid !== pid);
    await app.app.restart({name: 'db'});
    expect(await app.summary('web')).toMatchObject({restarts: 1});
  });

  it('that comes with a stop does not undo it', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, watch: WATCH}, fence: FENCE}},
      files: FILES,
    });
    await app.begin();
    await fenceStands(app);
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stop = app.app.stop({name: 'web'});
    await run.nextSignal();
    await editUpToFence(app, 'two');
    await run.exit(0);
    await stop;
    await editUpToFence(app, 'three');
    expect(await app.summary('web')).toMatchObject({status: 'stopped', restarts: 0});
  });
});

describe('five edits in ten seconds', () => {
  it('pause the watch, the API tells why, and a restart by hand resumes it', async () => {
    await using app = await TestApp.create({
      clock: DAWDLING,
      config: {processes: {web: FENCE, fence: {cmd: 'cat src/b.ts; exec sleep 60', watch: WATCH}}},
      files: {...FILES, 'src/b.ts': 'one\n'},
    });
    await app.begin();
    for (const _ of ['web', 'fence']) await app.line(/^one$/);
    for (const text of ['two', 'three', 'four', 'five']) await editUpToFence(app, text);
    await edit(app, 'six');
    await app.line(/^web watches no more: 5 restarts within 10 s/);
    await app.line(/^six$/);
    const {watch, restarts} = await app.app.process({name: 'web'});
    expect(watch?.pausedReason).toMatch(
      /^5 restarts within 10 s, .*src\/a\.ts changed; `prox restart web` resumes it$/,
    );
    expect(restarts).toBe(5);
    expect(await app.summary('web')).toMatchObject({watchPaused: true});
    expect(await app.app.why({name: 'web'})).toMatchObject({
      cause: 'web is running, but its watch is paused',
      watchPausedReason: watch?.pausedReason,
    });

    await app.app.restart({name: 'fence'});
    await edit(app, 'unheard');
    await app.line(/^fence restarts: src\/a\.ts changed$/);
    expect(await app.summary('web')).toMatchObject({restarts: 5});

    await app.app.restart({name: 'web'});
    expect((await app.app.process({name: 'web'})).watch?.pausedReason).toBeUndefined();
    await edit(app, 'heard');
    await app.line(/^web restarts: src\/a\.ts changed$/);
    await app.line(/^heard$/);
  });
});

describe('a foreground prox', () => {
  it('goes on after a failed build that watches', async () => {
    await using app = await TestApp.create({
      config: {processes: {build: {cmd: 'cat src/a.ts; exit 1', watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    await app.line(/^build crashed/);
    const {signal} = new AbortController();
    let isIdle = false;
    void app.app.whenIdle(signal).then(() => (isIdle = true));
    await edit(app, 'two');
    await app.line(/^two$/);
    await app.line(/^build crashed/);
    expect(isIdle).toBe(false);
    await app.project.writeConfig({processes: {build: {cmd: 'cat src/a.ts; exit 1'}}});
    await app.app.reload({});
    await app.app.whenIdle(signal);
  });

  it('ends after a crash that no edit can mend: files that change only send a signal', async () => {
    const watch = {...WATCH, on_change: 'signal'};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'exit 1', watch}}},
      files: FILES,
    });
    await app.begin();
    const {signal} = new AbortController();
    await app.app.whenIdle(signal);
    expect(await app.summary('web')).toMatchObject({status: 'crashed'});
  });

  it('goes on while a restart is due, and ends when it was given up', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {
            cmd: 'echo up; exit 1',
            restart: {policy: 'on-failure', max_restarts: 2, backoff: '20ms'},
          },
        },
      },
    });
    await app.begin();
    const {signal} = new AbortController();
    await app.app.whenIdle(signal);
    expect(await app.output('web')).toHaveLength(3);
  });
});

describe('watched files', () => {
  it('are let go at the shutdown', async () => {
    const before = watchers();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: IDLE, watch: WATCH}, build: {cmd: 'exit 1', watch: WATCH}}},
      files: FILES,
    });
    await app.begin();
    await edit(app, 'two');
    await app.line(/restarts: src\/a\.ts changed$/);
    expect(watchers()).toBeGreaterThan(before);
    await app.app.shutdown({wait: true});
    expect(watchers()).toBe(before);
  });

  it('are let go when the process ends by itself while it is being removed', async () => {
    const before = watchers();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: IDLE, watch: WATCH}, other: IDLE}},
      files: FILES,
    });
    await app.begin();
    const {pid} = await app.summary('web');
    const closing = vi.spyOn(WatchedFiles.prototype, 'close');
    closing.mockImplementationOnce(async function endFirst(this: WatchedFiles) {
      closing.mockRestore();
      process.kill(pid, 'SIGKILL');
      await app.until('web', ({status}) => status !== 'running');
      await this.close();
    });
    await app.project.writeConfig({processes: {other: IDLE}});
    await app.app.reload({});
    expect(watchers()).toBe(before);
  });

  it('are watched as an edited prox.yaml says, without a new child', async () => {
    const watched = {web: {cmd: IDLE, watch: WATCH}, fence: FENCE};
    const unwatched = {...watched, web: {cmd: IDLE}};
    await using app = await TestApp.create({config: {processes: unwatched}, files: FILES});
    await app.begin();
    await fenceStands(app);
    const {pid} = await app.summary('web');
    await app.project.writeConfig({processes: watched});
    await app.app.reload({});
    expect(await app.summary('web')).toMatchObject({pid});
    await edit(app, 'two');
    await app.line(/^web restarts: src\/a\.ts changed$/);
    await app.until('web', summary => summary.status === 'running' && summary.pid !== pid);

    await app.project.writeConfig({processes: unwatched});
    await app.app.reload({});
    await editUpToFence(app, 'three');
    expect(await app.summary('web')).toMatchObject({restarts: 1});
  });
});

/** What prox holds to be told of changes. */
function watchers(): number {
  return process.getActiveResourcesInfo().filter(kind => kind === 'FSEventWrap').length;
}
