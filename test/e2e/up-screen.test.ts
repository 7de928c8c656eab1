import {describe, expect, it} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';
import {StackScreen} from '../rig/stack-screen.ts';
import {TERMINAL_BEFORE, TerminalScreen} from '../rig/terminal-screen.ts';

const CTRL_C = '\u0003';
const BIN = new URL('../../bin/prox.js', import.meta.url).pathname;
/** A process that obeys, so that the test drives only when it matters. */
const obedient = 'exec sleep 1000';

/** What the terminal shows after the screen is gone, its scrollback included. */
function left(screen: TerminalScreen): string {
  return screen.scrollback().join('\n');
}

describe('prox up on a terminal', () => {
  it.each([
    ['q', 'q'],
    ['Ctrl-C', CTRL_C],
  ])('%s stops everything, shows how, and gives the terminal back', async (_name, key) => {
    await using up = await StackScreen.up({processes: {db: obedient}});
    const {screen, run, cli} = up;
    await run.ignoreSignals('SIGTERM');
    screen.press(key);
    expect(await run.nextSignal()).toBe('SIGTERM');
    await run.print('tidied up');
    await run.exit(0);
    expect(await screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(screen)).toMatch(/prox \| stopping[\s\S]*web +\| tidied up[\s\S]*web stopped/);
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
    await cli.assertNothingLeft();
    expect(cli.read('.prox/prox.state')).toBeUndefined();
  });

  it('stops everything by Ctrl-C whatever is being done', async () => {
    for (const mode of ['s', '/', 'f', '?', 'w', 'L']) {
      await using up = await StackScreen.up();
      up.screen.press(mode);
      up.screen.press(CTRL_C);
      expect(await up.screen.exited).toEqual({code: 0, signal: undefined});
      expect(up.screen.modes).toEqual(TERMINAL_BEFORE);
      await up.cli.assertNothingLeft();
    }
  });

  it('kills at once by a second Ctrl-C', async () => {
    await using up = await StackScreen.up();
    const {screen, run, cli} = up;
    await run.ignoreSignals('SIGTERM', 'SIGINT');
    screen.press(CTRL_C);
    expect(await run.nextSignal()).toBe('SIGTERM');
    await screen.until(/prox \| stopping/);
    screen.press(CTRL_C);
    await run.ended;
    expect(await screen.exited).toEqual({code: undefined, signal: 'SIGINT'});
    await cli.assertNothingLeft();
  });

  it('shows how everything stopped, however quick that was', async () => {
    await using up = await StackScreen.up();
    up.screen.press('q');
    expect(await up.screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(up.screen)).toMatch(/prox \| stopping \(SIGINT\)[\s\S]*prox \| web stopped/);
  });

  it('goes on in the background by d, and has a screen again by attach', async () => {
    await using up = await StackScreen.up();
    const {screen, run, cli} = up;
    const {pid} = cli.state();
    screen.press('d');
    expect(await screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(screen)).toContain(`prox goes on in the background (pid ${pid})`);
    await run.print('still here');
    expect((await cli.run('logs', '-n', '1')).stdout).toContain('still here');
    // Nobody looks: that all has ended is no reason to end, as after `up -d`.
    await run.exit(0);
    await run.ended;
    expect(await cli.run('restart', 'web')).toMatchObject({code: 0});
    expect(await cli.run('down')).toMatchObject({code: 0});
    await cli.assertNothingLeft();
  });

  it('forgets with d what would end it when a process ends', async () => {
    await using up = await StackScreen.up({processes: {db: obedient}}, ['--abort-on-exit']);
    up.screen.press('d');
    await up.screen.exited;
    await up.run.exit(0);
    await up.run.ended;
    expect(await up.cli.run('restart', 'web')).toMatchObject({code: 0});
  });

  it('leaves the stack alone when the screen is killed', async () => {
    await using up = await StackScreen.up();
    const {screen, run, cli} = up;
    screen.kill('SIGKILL');
    await screen.exited;
    await run.print('still here');
    expect((await cli.run('logs', '-n', '1')).stdout).toContain('still here');
    expect(await cli.run('down')).toMatchObject({code: 0});
    await cli.assertNothingLeft();
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('%s stops everything, and ends it', async signal => {
    await using up = await StackScreen.up();
    up.screen.kill(signal);
    expect(await up.run.nextSignal()).toBe('SIGTERM');
    expect(await up.screen.exited).toEqual({code: undefined, signal});
    expect(up.screen.modes).toEqual(TERMINAL_BEFORE);
    await up.cli.assertNothingLeft();
  });

  it('a closed terminal stops everything', async () => {
    await using web = await ScriptedProcess.create();
    await using cli = await ProxCli.create({
      env: {TERM: 'xterm-256color'},
      config: {api: {port: 0}, processes: {web: web.command}},
    });
    const up = cli.spawnOnTerminal('up');
    const run = await web.nextRun();
    up.endInput();
    expect(await run.nextSignal()).toBe('SIGTERM');
    expect(await up.exit).toMatchObject({signal: 'SIGHUP'});
    await cli.assertNothingLeft();
    expect(cli.read('.prox/prox.state')).toBeUndefined();
  });

  it('ends with the stack when somebody else stops it', async () => {
    await using up = await StackScreen.up();
    expect(await up.cli.run('down')).toMatchObject({code: 0});
    expect(await up.screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(up.screen)).toContain('prox has ended');
    expect(up.screen.modes).toEqual(TERMINAL_BEFORE);
  });

  it('says so when prox is killed, and what it ran is gone', async () => {
    await using up = await StackScreen.up();
    process.kill(up.cli.state().pid, 'SIGKILL');
    expect(await up.screen.exited).toEqual({code: 1, signal: undefined});
    expect(left(up.screen)).toMatch(/prox has ended \(SIGKILL\)/);
    await up.run.ended;
    await up.cli.assertNothingLeft();
  });
});

/** `prox up` on a terminal, in a project that need not come up. */
async function upIn(cli: ProxCli, ...args: readonly string[]): Promise<TerminalScreen> {
  const env = {HOME: cli.home, LANG: 'C.UTF-8'};
  return TerminalScreen.start({
    argv: [process.execPath, BIN, 'up', ...args],
    columns: 100,
    cwd: cli.projectDir,
    env,
  });
}

describe('what prox up leaves in the scrollback', () => {
  it('are the last 20 lines of what has failed, and how all ended', async () => {
    const processes = {web: 'seq 100 130; echo no database >&2; exit 3', job: 'echo fine'};
    await using cli = await ProxCli.create({config: {api: {port: 0}, processes}});
    await using screen = await upIn(cli);
    expect(await screen.exited).toEqual({code: 1, signal: undefined});
    const text = left(screen);
    expect(text).toMatch(/^web crashed \(exit code 3\); its last lines:\n {2}112\n/m);
    expect(text).toMatch(/^ {2}130\n {2}no database$/m);
    expect(text).toMatch(/^web +exit code 3 +\S+ +no database$/m);
    expect(text).not.toContain('  111');
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
    await cli.assertNothingLeft();
  });

  it('are the last lines of a task that is done', async () => {
    await using cli = await ProxCli.create({
      config: {api: {port: 0}, processes: {}, tasks: {lint: 'echo all is well'}},
    });
    await using screen = await upIn(cli);
    expect(await screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(screen)).toContain('  all is well');
  });

  it('is what has crashed while the rest went on', async () => {
    await using up = await StackScreen.up({processes: {bad: 'echo no luck; exit 3'}});
    await up.screen.until(/bad crashed/);
    up.screen.press('q');
    expect(await up.screen.exited).toEqual({code: 0, signal: undefined});
    expect(left(up.screen)).toMatch(/bad crashed \(exit code 3\); its last lines:\n {2}no luck/);
  });

  it('ends with the exit code of the process that counts', async () => {
    await using up = await StackScreen.up({}, ['--exit-code-from', 'web']);
    await up.run.exit(7);
    expect(await up.screen.exited).toEqual({code: 7, signal: undefined});
  });
});

describe('prox up without a screen', () => {
  const config = {api: {port: 0}, processes: {web: obedient}};

  it.each([
    ['a problem in prox.yaml', {...config, nonsense: 1}, [], 2, /unknown key `nonsense`/],
    ['wrong usage', config, ['--wait'], 2, /--wait needs --detach/],
    ['an unknown name', config, ['wob'], 1, /No such process: wob/],
    ['a port that is none', config, ['-p', 'x'], 2, /--api-port must be a whole/],
  ])('tells of %s', async (_name, broken, args, code, text) => {
    await using cli = await ProxCli.create({config: broken});
    await using screen = await upIn(cli, ...args);
    expect(await screen.exited).toEqual({code, signal: undefined});
    expect(left(screen)).toMatch(text);
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
  });

  it('shows no screen for what is wrong on the command line', async () => {
    await using cli = await ProxCli.create({config});
    await using screen = await upIn(cli, '--wait');
    await screen.exited;
    expect(screen.rawOutput).not.toContain('\u001b[?1049h');
    expect(cli.read('.prox/.gitignore')).toBeUndefined();
  });

  it('names the prox that runs already', async () => {
    await using cli = await ProxCli.create({config});
    await cli.run('up', '-d');
    await using screen = await upIn(cli);
    expect(await screen.exited).toEqual({code: 1, signal: undefined});
    expect(left(screen)).toContain(`already running (pid ${cli.state().pid})`);
    expect(await cli.run('status')).toMatchObject({code: 0});
  });

  it('prints lines with --no-tui, PROX_TUI=0, and in the background of its terminal', async () => {
    await using cli = await ProxCli.create({config});
    const prox = `"${process.execPath}" "${BIN}"`;
    const commands = [`${prox} up --no-tui`, `PROX_TUI=0 ${prox} up`, `set -m; ${prox} up & wait`];
    for (const command of commands) {
      await using screen = await TerminalScreen.start({
        argv: ['/bin/bash', '-c', command],
        cwd: cli.projectDir,
        env: {HOME: cli.home},
      });
      await screen.until(/prox +\| web started/);
      expect(screen.modes).toEqual(TERMINAL_BEFORE);
      expect(await cli.run('down')).toMatchObject({code: 0});
      await screen.exited;
    }
  });

  it('fails before anything starts when a screen was insisted on', async () => {
    await using cli = await ProxCli.create({config, env: {PROX_TUI: '1'}});
    const {code, stderr} = await cli.run('up');
    expect(code).toBe(2);
    expect(stderr).toMatch(/standard input is no terminal[\s\S]*--no-tui/);
    expect((await cli.run('up', '-d', '--tui')).stderr).toContain('--tui needs the foreground');
    expect(await cli.run('status')).toMatchObject({code: 3});
  });
});

describe('the processes of a screen', () => {
  it('may use colours, as on a terminal', async () => {
    await using up = await StackScreen.up();
    expect((await up.run.report()).env).toMatchObject({FORCE_COLOR: '1'});
  });

  it('go on while the screen is stopped by Ctrl-Z', async () => {
    await using cli = await ProxCli.create({
      config: {api: {port: 0}, processes: {web: 'while :; do echo tick; sleep 0.1; done'}},
    });
    await using screen = await TerminalScreen.start({
      argv: ['/bin/bash', '--norc', '-i'],
      cwd: cli.projectDir,
      env: {HOME: cli.home, PS1: '$ '},
    });
    screen.press(`"${process.execPath}" "${BIN}" up\r`);
    await screen.until(/web +running/);
    screen.press('\u001a');
    await screen.until(/Stopped/);
    const {logs} = (await cli.json('logs')) as {logs: readonly unknown[]};
    expect(logs.length).toBeGreaterThan(0);
    const follower = cli.spawn('logs', '-f', '-n', '0');
    await follower.line(/tick/);
    screen.press('fg\r');
    await screen.until(now => now.modes.isAlternate && /web +running/.test(now.picture));
    screen.press('q');
    await screen.until(now => !now.modes.isAlternate && /web stopped/.test(now.picture));
    follower.kill('SIGINT');
    await follower.exit;
    screen.press('exit\r');
    await screen.exited;
    await cli.assertNothingLeft();
  });
});
