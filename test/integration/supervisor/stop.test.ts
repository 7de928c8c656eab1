import {describe, expect, it} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

// Each leaves another kind of tree behind. That nothing of it is left is verified by TestApp's end.
const TREES: readonly (readonly [name: string, cmd: string])[] = [
  ['a shell that waits for two children', 'sleep 60 & sleep 60 & echo up; wait'],
  ['a grandchild whose parent has gone', 'sh -c "sleep 60 & exit 0"; echo up; sleep 60 & wait'],
  ['job control: a group for each job', 'bash -c "set -m; sleep 60 & sleep 60 & echo up; wait"'],
  ['a grandchild in a session of its own', 'setsid -w sleep 60 & echo up; wait'],
  ['a daemon: new session, parent gone', 'sh -c "setsid sleep 60 & exit 0"; echo up; sleep 60'],
  ['a pipeline', 'echo up; yes | while read -r x; do sleep 0.05; done'],
  ['a deep chain', 'sh -c "sh -c \\"sh -c \'echo up; sleep 60; :\'; :\\"; :"'],
];

describe('stop', () => {
  it.each(TREES)('leaves nothing of %s', async (_name, cmd) => {
    await using app = await TestApp.create({config: {processes: {web: cmd}}});
    await app.begin();
    await app.line(/^up$/);
    await app.app.stop({name: 'web'});
    expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGTERM'});
  });

  it('leaves nothing of a process that goes on forking while it is killed', async () => {
    const forker =
      'trap "" TERM; echo up; i=0; while [ $i -lt 300 ]; do sleep 60 & i=$((i+1)); done; wait';
    await using app = await TestApp.create({config: {processes: {web: forker}}});
    await app.begin();
    await app.line(/^up$/);
    app.app.killNow();
    await app.app.stop({name: 'web'});
    expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGKILL'});
  });

  it('kills what ignores the signal when its grace period is over', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_timeout: '300ms'}}},
    });
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stopped = app.app.stop({name: 'web'});
    expect(await run.nextSignal()).toBe('SIGTERM');
    await stopped;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGKILL'});
  });

  it('waits for a group member that outlives its leader', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_timeout: '300ms'}}},
    });
    await app.begin();
    const run = await web.nextRun();
    const member = await run.spawnGrandchild({ignoresSigterm: true});
    await app.app.stop({name: 'web'});
    await member.ended;
    expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGTERM'});
  });

  it('wakes a suspended process so that it can obey', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    process.kill(run.pid, 'SIGSTOP');
    await app.app.stop({name: 'web'});
    expect(await app.summary('web')).toMatchObject({signal: 'SIGTERM'});
  });

  it('uses the stop signal of the process', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_signal: 'SIGINT'}}},
    });
    await app.begin();
    await web.nextRun();
    await app.app.stop({name: 'web'});
    expect(await app.summary('web')).toMatchObject({signal: 'SIGINT'});
  });

  it('runs stop_cmd first, in the environment of the process, and shows its output', async () => {
    await using web = await ScriptedProcess.create();
    const stopCmd = 'echo "asked $NAME in $(pwd)"';
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_cmd: stopCmd, env: {NAME: 'nicely'}}}},
    });
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stopped = app.app.stop({name: 'web'});
    await app.line(new RegExp(`runs stop_cmd: asked nicely in ${app.project.dir}`));
    expect(await run.nextSignal()).toBe('SIGTERM');
    await run.exit(0);
    await stopped;
  });

  it('gives the signal its whole grace period after a stop_cmd that took its own', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_cmd: 'sleep 60', stop_timeout: '400ms'}}},
    });
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stopped = app.app.stop({name: 'web'});
    expect(await run.nextSignal()).toBe('SIGTERM');
    await run.exit(0);
    await stopped;
    expect(await app.summary('web')).toMatchObject({exitCode: 0, signal: undefined});
  });

  it('of a process that has crashed waits for what it left behind', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_timeout: '300ms'}}},
    });
    await app.begin();
    const run = await web.nextRun();
    const member = await run.spawnGrandchild({ignoresSigterm: true});
    await run.exit(3);
    await member.nextSignal();
    await app.app.stop({name: 'web'});
    await member.ended;
    expect(await app.summary('web')).toMatchObject({status: 'crashed', exitCode: 3});
  });

  it('says who did not obey, and says "stopped" when it is true', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: web.command, stop_timeout: '300ms'}}},
    });
    await app.begin();
    const run = await web.nextRun();
    const member = await run.spawnGrandchild({ignoresSigterm: true});
    await app.app.stop({name: 'web'});
    const {line} = await app.line(/^web did not obey SIGTERM/);
    expect(line).toMatch(
      new RegExp(`^web did not obey SIGTERM for \\d+ms, killed: .*pid ${member.pid}`),
    );
    await app.line(/^web stopped$/);
  });

  it('is not held up by a stop_cmd that never ends, or cannot', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          hangs: {cmd: 'exec sleep 60', stop_cmd: 'sleep 60', stop_timeout: '300ms'},
          fails: {cmd: 'exec sleep 60', stop_cmd: 'no-such-command'},
        },
      },
    });
    await app.begin();
    await Promise.all(['hangs', 'fails'].map(name => app.app.stop({name})));
    expect(await app.summary('hangs')).toMatchObject({status: 'stopped', pid: 0});
    expect(await app.summary('fails')).toMatchObject({status: 'stopped', pid: 0});
  });

  it('frees the port of the process before it answers', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const port = await (await web.nextRun()).listen();
    for (let round = 0; round < 5; round++) {
      await app.app.restart({name: 'web'});
      expect(await (await web.nextRun()).listen(port)).toBe(port);
    }
  });

  it('does not wait for a zombie that nobody reaps', async () => {
    // The parent never waits for its child, which is a zombie at once and in the same group.
    const script =
      'import os,time; os.fork() or os._exit(0); print("up", flush=True); time.sleep(60)';
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: ['python3', '-c', script]}}},
    });
    await app.begin();
    await app.line(/^up$/);
    await app.app.stop({name: 'web'});
    expect(await app.summary('web')).toMatchObject({status: 'stopped', signal: 'SIGTERM'});
  });
});
