import {existsSync} from 'node:fs';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {systemClock} from '../../../src/core/clock.ts';
import {ProcessTable} from '../../../src/os/process-table.ts';
import {LineSplitter} from '../../../src/supervisor/line-splitter.ts';
import {INSTANCE_MARK, livingMembers, PROCESS_MARK} from '../../../src/supervisor/process-tree.ts';
import {terminateTree} from '../../../src/supervisor/terminate.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {soon} from '../../rig/soon.ts';
import {TerminalRun} from '../../rig/terminal-run.ts';

const ENDED_WELL = {code: 0, signal: undefined};

describe('a child with a terminal', () => {
  it('finds a terminal on all its streams, which is its controlling one', async () => {
    await using run = await TerminalRun.start(
      'test -t 0 && test -t 1 && test -t 2 && echo all; ps -o sid=,tpgid= -p $$; echo here >/dev/tty',
    );
    const {pid} = run.child;
    expect((await run.output()).replaceAll(/ +/g, ' ').split('\r\n')).toEqual([
      'all',
      expect.stringMatching(new RegExp(`^ ?${pid} ${pid}$`)),
      'here',
      '',
    ]);
  });

  it('is told what kind of terminal and how large it is, unless its environment says otherwise', async () => {
    await using run = await TerminalRun.start('echo $TERM; stty size');
    expect(await run.output()).toBe('xterm-256color\r\n30 120\r\n');
    await using other = await TerminalRun.start('echo $TERM', {env: {TERM: 'dumb'}});
    expect(await other.output()).toBe('dumb\r\n');
  });

  it('gets a list as it is, without a shell', async () => {
    const words = ['a b', '$HOME', '', '"'];
    await using run = await TerminalRun.start(['printf', '[%s]', ...words]);
    expect(await run.output()).toBe('[a b][$HOME][]["]');
  });

  it('asks, is answered, and goes on', async () => {
    await using run = await TerminalRun.start('printf "Sure? "; read a; echo "said $a"');
    await run.shows(/Sure\? $/);
    run.type('yes\r');
    expect(await run.output()).toBe('Sure? yes\r\nsaid yes\r\n');
  });

  it('ends its input at Ctrl-D, and itself at Ctrl-C', async () => {
    await using reader = await TerminalRun.start('cat; echo end');
    reader.type('one\r\u0004');
    expect(await reader.output()).toBe('one\r\none\r\nend\r\n');
    await using sleeper = await TerminalRun.start('echo up; exec sleep 60');
    await sleeper.shows(/up/);
    sleeper.type('\u0003');
    expect(await sleeper.child.exited).toEqual({code: undefined, signal: 'SIGINT'});
  });

  it('sees a new size, and is told of it', async () => {
    await using run = await TerminalRun.start(
      'trap "stty size; exit" WINCH; echo up; while :; do sleep 0.01; done',
    );
    await run.shows(/up/);
    run.child.terminal?.resize(200, 50);
    expect(await run.output()).toMatch(/50 200\r\n$/);
  });

  it('shows a progress bar as its last state', async () => {
    const lines: string[] = [];
    const splitter = new LineSplitter({
      maxLineBytes: 65_536,
      emit: ({bytes}) => lines.push(bytes.toString()),
    });
    await using run = await TerminalRun.start('printf "10%%\\r50%%\\r100%%\\ndone"', {
      onOutput: chunk => splitter.push(chunk),
    });
    await run.output();
    splitter.end();
    expect(lines).toEqual(['100%\n', 'done\n']);
  });

  it('may close the terminal and live on', async () => {
    await using run = await TerminalRun.start(
      'exec </dev/null >/dev/null 2>&1; sleep 0.2; echo back >/dev/tty; exit 7',
    );
    expect(await run.child.exited).toEqual({code: 7, signal: undefined});
    expect(await run.output()).toBe('back\r\n');
  });
});

describe('the end of a child with a terminal', () => {
  it('is seen with its code or its signal', async () => {
    await using done = await TerminalRun.start('exit 3');
    expect(await done.child.exited).toEqual({code: 3, signal: undefined});
    await using killed = await TerminalRun.start('echo up; exec sleep 60');
    await killed.shows(/up/);
    process.kill(killed.child.pid, 'SIGKILL');
    expect(await killed.child.exited).toEqual({code: undefined, signal: 'SIGKILL'});
  });

  it('loses nothing of 1 MB that was written just before, fifty times', async () => {
    const text = `${'z'.repeat(98)}\n`.repeat(10_600);
    const script = `const {writeSync} = require('fs');
      const bytes = Buffer.from('${'z'.repeat(98)}\\n'.repeat(10_600) + 'last');
      for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
      process.exit(0);`;
    for (let round = 0; round < 50; round += 1) {
      await using run = await TerminalRun.start([process.execPath, '-e', script]);
      const output = await run.output();
      expect(output.length, `round ${round}`).toBe(text.replaceAll('\n', '\r\n').length + 4);
      expect(output.endsWith('\r\nlast')).toBe(true);
    }
  });

  it('loses nothing of what the kernel holds when prox is busy, fifty times', async () => {
    for (let round = 0; round < 50; round += 1) {
      await using run = await TerminalRun.start('printf "%06000d\\nlast" 0');
      standStillUntilGone(run.child.pid);
      expect((await run.output()).length, `round ${round}`).toBe(6000 + 2 + 4);
    }
  });

  it('does not wait for a grandchild that keeps the terminal, and reads it for 1 s', async () => {
    const clock = new FakeClock();
    await using run = await TerminalRun.start('trap "" HUP; sleep 60 & echo up', {clock});
    expect(await run.child.exited).toEqual(ENDED_WELL);
    let isDrained = false;
    void run.child.drained.then(() => (isDrained = true));
    await run.shows(/up/);
    clock.advance(999);
    await fence();
    expect(isDrained).toBe(false);
    clock.advance(1);
    await soon('the end of its output', run.child.drained);
    run.type('too late\r');
    run.child.terminal?.resize(80, 24);
  });
});

describe('stop', () => {
  it.each([
    ['its children', 'sleep 60 & sleep 60 & echo up; wait'],
    ['what does not mind a hang-up', 'trap "" HUP; sleep 60 & echo up; wait'],
    ['job control: a group for each job', 'bash -ic "sleep 60 & sleep 60 & echo up; wait"'],
    ['a session of its own', 'setsid sleep 60 & echo up; wait'],
  ])('leaves nothing of %s', async (_, cmd) => {
    const marks = {[INSTANCE_MARK]: `pty-${process.pid}`, [PROCESS_MARK]: 'web'};
    const env = {PATH: process.env['PATH'] ?? '', ...marks};
    await using run = await TerminalRun.start(cmd, {env});
    const {pid, exited} = run.child;
    const table = new ProcessTable();
    const startTime = (await table.find(pid))?.startTime;
    const tree = {pid, startTime, instance: marks[INSTANCE_MARK] ?? '', process: 'web'};
    await run.shows(/up/);
    expect((await livingMembers(table, tree)).length).toBeGreaterThan(1);
    const survivors = await terminateTree({
      tree,
      table,
      clock: systemClock,
      signal: 'SIGTERM',
      graceMs: 200,
      exited,
      force: new AbortController().signal,
      onKill: () => undefined,
    });
    expect(survivors).toEqual([]);
    expect(await livingMembers(table, tree)).toEqual([]);
  });
});

describe('a flood', () => {
  it('of output does not grow prox', async () => {
    let bytes = 0;
    const before = process.memoryUsage().rss;
    await using run = await TerminalRun.start('head -c 60000000 /dev/zero | tr "\\0" a', {
      onOutput: chunk => (bytes += chunk.length),
    });
    await run.child.exited;
    await run.child.drained;
    expect(bytes).toBe(60_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
  });

  it('of input that nobody reads is refused, and prox goes on', async () => {
    await using run = await TerminalRun.start('stty -echo; echo up; exec sleep 60');
    await run.shows(/up/);
    const text = `${'x'.repeat(1023)}\r`.repeat(64);
    const sendAll = (): void => {
      for (let count = 0; count < 10; count += 1) run.type(text);
    };
    expect(sendAll).toThrow(expect.objectContaining({code: 'INPUT_NOT_READ'}));
  });

  it('of input comes whole to a child that reads late', async () => {
    await using run = await TerminalRun.start(
      'stty raw -echo; echo up; sleep 0.1; exec head -c 200000 | wc -c',
    );
    await run.shows(/up/);
    run.type('x'.repeat(200_000));
    expect((await run.output()).trim()).toMatch(/^up\s+200000$/);
  });
});

describe('what cannot be started', () => {
  it.each([
    ['a command that is not there', ['no-such-command'], '/', 'command not found: no-such-command'],
    ['a file that is not there', ['./no-such-file'], '/', 'command not found: ./no-such-file'],
    ['a file that is no program', ['/etc/passwd'], '/', 'not executable: /etc/passwd'],
    ['a folder', ['/etc'], '/', 'not executable: /etc'],
    ['in no folder', 'true', '/no/such', 'the working directory /no/such does not exist'],
  ])('%s: the cause is told', async (_, cmd, cwd, detail) => {
    await expect(TerminalRun.start(cmd, {cwd})).rejects.toMatchObject({
      code: 'SPAWN_FAILED',
      detail,
    });
  });

  describe('without the package', () => {
    afterEach(() => {
      vi.doUnmock(PACKAGE);
      vi.resetModules();
    });

    it('a terminal is an error that says what to install, and pipes do without', async () => {
      vi.doMock(PACKAGE, () => {
        throw new Error('Cannot find package');
      });
      vi.resetModules();
      const {spawnChild} = await import('../../../src/supervisor/spawn.ts');
      const {PipeMaker} = await import('../../../src/supervisor/pipe-maker.ts');
      const options = {
        cmd: 'exit 0',
        cwd: '/',
        env: {},
        pipes: new PipeMaker(systemClock),
        clock: systemClock,
        onOutput: () => undefined,
      };
      await expect(spawnChild({...options, tty: true})).rejects.toMatchObject({
        code: 'SPAWN_FAILED',
        detail: 'tty: true needs the package @lydell/node-pty',
        hint: expect.stringContaining('npm install @lydell/node-pty'),
      });
      const child = await spawnChild(options);
      expect(child.terminal).toBeUndefined();
      expect(await child.exited).toEqual(ENDED_WELL);
    });
  });
});

const PACKAGE = '@lydell/node-pty/requireBinary.js';

/** Blocks all of this process until the child has ended. */
function standStillUntilGone(pid: number): void {
  while (existsSync(`/proc/${pid}`));
}

/** What has been read is handed over. */
async function fence(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}
