import {describe, expect, it} from 'vitest';

import {freePort} from '../rig/free-port.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {StackScreen} from '../rig/stack-screen.ts';
import {TERMINAL_BEFORE} from '../rig/terminal-screen.ts';

const ESC = '\u001b';
const CLIPBOARD = new RegExp(String.raw`${ESC}\]52;c;([^\u0007]*)\u0007`);
/** A title or a clipboard, a cleared screen, another screen. */
const STEERING = new RegExp(String.raw`${ESC}\]|${ESC}\[[23]J|\u009b|${ESC}\[\?1049l`);
describe('prox attach', () => {
  it('shows the processes and their lines as they come', async () => {
    await using attached = await StackScreen.attach({processes: {bad: 'echo no luck; exit 3'}});
    const {screen, run} = attached;
    await run.print('hello');
    await screen.until(/web +\| hello/);
    await screen.until(/✗ bad crashed \(exit code 3\)/);
    await run.printError('oh');
    await screen.until(/web +!\| oh/);
    expect(screen.modes).toEqual({
      isAlternate: true,
      isCursorHidden: true,
      hasBracketedPaste: true,
      mouse: 'vt200',
    });
  });

  it.each([
    ['q', 'q'],
    ['Ctrl-C', '\u0003'],
    ['d', 'd'],
  ])('ends by %s, gives the terminal back, and leaves the stack alone', async (_name, key) => {
    await using attached = await StackScreen.attach();
    const {screen, cli, run} = attached;
    screen.press(key);
    expect(await screen.exited).toEqual({code: 0, signal: undefined});
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
    expect(await cli.json('status')).toMatchObject({
      processes: [{name: 'web', status: 'running', pid: run.pid}],
    });
  });

  it('ends at once when it is killed, and the stack does not notice', async () => {
    await using attached = await StackScreen.attach();
    const {screen, cli, run} = attached;
    screen.kill('SIGKILL');
    await screen.exited;
    await run.print('still here');
    expect((await cli.run('logs', '-n', '1')).stdout).toContain('still here');
  });

  it('says what to do where no screen can be shown', async () => {
    await using cli = await ProxCli.create({config: {processes: {web: 'exec sleep 1000'}}});
    const {code, stderr} = await cli.run('attach');
    expect(code).toBe(2);
    expect(stderr).toMatch(/standard input is no terminal[\s\S]*prox logs -f/);
  });
});

describe('keys of the screen', () => {
  it('solo a process, and show all again', async () => {
    await using attached = await StackScreen.attach({
      processes: {api: 'echo from the api; exec sleep 1000'},
    });
    const {screen, run} = attached;
    await run.print('from the web');
    await screen.until(/from the web/);
    screen.press('2');
    await screen.until(now => !/from the web/.test(now.picture) && /Logs · api/.test(now.picture));
    screen.press('2');
    await screen.until(/from the web/);
  });

  it('restart, stop and start a process', async () => {
    await using attached = await StackScreen.attach();
    const {screen, web} = attached;
    screen.press('r');
    await web.nextRun();
    await screen.until(/web restarted/);
    screen.press('x');
    await screen.until(/○ web stopped/);
    screen.press('S');
    await web.nextRun();
    await screen.until(/● web running/);
  });

  it('filter as it is typed, Esc takes it back, Enter keeps it', async () => {
    await using attached = await StackScreen.attach();
    const {screen, run} = attached;
    await run.print('GET /one');
    await run.print('POST /two');
    await screen.until(/POST \/two/);
    screen.press('spost');
    await screen.until(now => /filter: post/.test(now.picture) && !/GET \/one/.test(now.picture));
    screen.press(ESC);
    await screen.until(/GET \/one/);
    screen.press('s-post\r');
    await screen.until(now => !/POST \/two/.test(now.picture) && /GET \/one/.test(now.picture));
    await run.print('POST /three');
    await run.print('GET /four');
    await screen.until(/GET \/four/);
    expect(screen.picture).not.toContain('/three');
    screen.press('s "open');
    await screen.until(/"open lacks its closing quote/);
    expect(screen.picture).not.toContain('POST');
  });

  it('search, and go from match to match', async () => {
    await using attached = await StackScreen.attach({rows: 12});
    const {screen, run} = attached;
    for (let line = 1; line <= 60; line++) {
      await run.print(line % 20 === 0 ? `needle ${line}` : `hay ${line}`);
    }
    await screen.until(/needle 60/);
    screen.press('/needle\r');
    await screen.until(/needle 60/);
    screen.press('N');
    await screen.until(/needle 40/);
    screen.press('N');
    await screen.until(now => /needle 20/.test(now.picture) && /PAUSED/.test(now.picture));
    screen.press('G');
    await screen.until(now => /hay 59/.test(now.picture) && /FOLLOW/.test(now.picture));
  });

  it('stand still while lines come, and follow again', async () => {
    await using attached = await StackScreen.attach({rows: 12});
    const {screen, run} = attached;
    for (let line = 1; line <= 30; line++) await run.print(`line ${line}.`);
    await screen.until(/line 30\./);
    screen.press(`${ESC}[5~`);
    await screen.until(/PAUSED/);
    const before = screen.rows().filter(row => row.includes('line '));
    await run.print('line 31.');
    await screen.until(/Logs · 3[3-9]/);
    expect(screen.rows().filter(row => row.includes('line '))).toEqual(before);
    screen.press('F');
    await screen.until(/line 31\./);
  });

  it('tell why, show events and help, and come back', async () => {
    await using attached = await StackScreen.attach();
    const {screen} = attached;
    screen.press('w');
    await screen.until(/web is running/);
    screen.press(ESC);
    await screen.until(/── Logs/);
    screen.press('\t\t');
    await screen.until(/── Events[\s\S]*web started/);
    screen.press('\r');
    await screen.until(/process\.started/);
    screen.press('q');
    await screen.until(/── Events/);
    screen.press('?');
    await screen.until(/a line up/);
    screen.press(ESC);
    await screen.until(/── Events/);
  });

  it('look into a request and copy it as a curl line', async () => {
    const port = await freePort();
    await using attached = await StackScreen.attach({services: {web: port}});
    const {screen, cli, run} = attached;
    await run.listen(port);
    const {status} = (await cli.json('status')) as {status: {proxy: {http_port: number}}};
    const url = `http://127.0.0.1:${status.proxy.http_port}/items?page=3`;
    await fetch(url, {headers: {host: 'web.localhost'}});
    screen.press('\t');
    await screen.until(/GET +\d+ .*\/items\?page=3/);
    screen.press('\r');
    await screen.until(/bytes +0B? in/);
    screen.press('y');
    await screen.until(/copied the curl line/);
    const [, payload = ''] = CLIPBOARD.exec(screen.rawOutput) ?? [];
    expect(Buffer.from(payload, 'base64').toString()).toMatch(/^curl .*\/items\?page=3/);
  });
});

describe('the screen', () => {
  it('makes hostile output harmless', async () => {
    await using attached = await StackScreen.attach();
    const {screen, run} = attached;
    const from = screen.rawOutput.length;
    await run.print(
      `a${ESC}]0;title\u0007${ESC}[2J${ESC}[3J${ESC}[10;1H${ESC}]52;c;aGk=\u0007\u009b2J${ESC}[?1049lb`,
    );
    await run.print(`${ESC}]8;;unfinished`);
    await run.print('after');
    await screen.until(/web +\| after/);
    const written = screen.rawOutput.slice(from);
    expect(written).not.toMatch(STEERING);
    expect(screen.picture).toMatch(/web +\| ab/);
  });

  it.each([
    [40, 10],
    [80, 24],
    [200, 60],
  ])('fits %i × %i, with wide characters, emoji, tabs and long lines', async (columns, rows) => {
    await using attached = await StackScreen.attach({columns, rows});
    const {screen, run} = attached;
    await run.print('日本語'.repeat(50));
    await run.print(`a\tb\tc 👨‍👩‍👧 ${'é'.repeat(300)}`);
    await run.print('x'.repeat(10_000));
    await run.print('end');
    await screen.until(/\| end/);
    for (const key of ['W', 'W', 'T', 'p', 'p', '\t', '\t', '\t', 'g', 'G']) screen.press(key);
    await screen.until(/FOLLOW/);
    expect(screen.rows()[0]).toMatch(/^prox /);
    expect(screen.rows().at(-2)).toMatch(/^\? help/);
    expect(screen.rows().at(-1)).toBe('');
  });

  it('follows a window that changes its size', async () => {
    await using attached = await StackScreen.attach();
    const {screen, run} = attached;
    await run.print('hello');
    for (const [columns, rows] of [
      [40, 10],
      [200, 50],
      [61, 17],
    ] as const) {
      screen.resize(columns, rows);
      await screen.until(
        now =>
          now.rows()[0]?.startsWith('prox ') === true &&
          now.rows().at(-2)?.startsWith('? help') === true &&
          now.rows().filter(row => row.startsWith('── ')).length === 1,
      );
    }
    await screen.until(/\| hello/);
  });

  it('writes nothing while nothing happens', async () => {
    await using attached = await StackScreen.attach();
    const {screen, run, cli} = attached;
    await run.print('hello');
    await screen.until(/up since[\s\S]*hello/);
    const before = screen.rawOutput.length;
    // As long as it takes to ask prox a few things: nothing of that is seen on the screen.
    for (let time = 0; time < 5; time++) await cli.json('status');
    expect(screen.rawOutput.length).toBe(before);
  });

  it('says that the connection is lost, and goes on when prox is back', async () => {
    await using attached = await StackScreen.attach();
    const {screen, cli, web} = attached;
    await cli.run('down');
    await screen.until(/connection lost/);
    await cli.run('up', '-d');
    const run = await web.nextRun();
    await run.print('back again');
    await screen.until(now => /back again/.test(now.picture) && !/lost/.test(now.picture));
  });

  it('goes to plain lines in the scrollback and back, nothing lost or twice', async () => {
    await using attached = await StackScreen.attach();
    const {screen, run} = attached;
    await run.print('first');
    await screen.until(/first/);
    screen.press('L');
    await screen.until(now => !now.modes.isAlternate && /first/.test(now.picture));
    await run.print('second');
    await screen.until(/second/);
    screen.press('L');
    await screen.until(now => now.modes.isAlternate && /second/.test(now.picture));
    await run.print('third');
    await screen.until(/third/);
    screen.press('q');
    await screen.exited;
    const lines = screen.scrollback().filter(line => /first|second|third/.test(line));
    expect(lines.map(line => line.replace(/^.*\| /, ''))).toEqual(['first', 'second']);
  });

  it('hands what is typed to a process with a terminal, until Ctrl-]', async () => {
    await using attached = await StackScreen.attach({
      processes: {repl: {cmd: 'while read -r line; do echo "got $line"; done', tty: true}},
    });
    const {screen} = attached;
    await screen.until(/repl +running/);
    screen.press('2');
    screen.press('i');
    await screen.until(/typing into repl/);
    screen.press('quit\r');
    await screen.until(/got quit/);
    screen.press('\u001d');
    await screen.until(/\? help/);
    screen.press('q');
    expect(await screen.exited).toMatchObject({code: 0});
  });
});
