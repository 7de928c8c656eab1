import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {BINDINGS} from '../../src/tui/model/keymap.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';
import {StackScreen} from '../rig/stack-screen.ts';
import {TERMINAL_BEFORE, TerminalScreen} from '../rig/terminal-screen.ts';
import {FINDING} from './screen-keys/finding.ts';
import {
  ESC,
  type KeyCase,
  numbersSeen,
  printNumbered,
  sentBy,
  shows,
  topNumber,
} from './screen-keys/key-case.ts';
import {LEAVING, LOOKING} from './screen-keys/looking.ts';
import {MOVING} from './screen-keys/moving.ts';
import {PROCESSES} from './screen-keys/processes.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const CASES: readonly KeyCase[] = [...MOVING, ...PROCESSES, ...FINDING, ...LOOKING, ...LEAVING];
/** Needs a shell around the screen. */
const SUSPEND = 'ctrl-z';

/** Low, so that not much is seen at once; narrow, so that each process has a row of the panel. */
const SIZE = {columns: 80, rows: 12};

async function playEachKey({keys, options, before, shows}: KeyCase): Promise<void> {
  await using stack = await StackScreen.up({...SIZE, ...options});
  await before?.(stack);
  for (const name of keys) {
    await shows(stack, {name, press: () => stack.screen.press(sentBy(name))});
  }
}

describe('on the screen', () => {
  it.each(CASES.map(one => [one.keys.join(', '), one.does, one] as const))(
    '%s %s',
    async (_keys, _does, one) => {
      await expect(playEachKey(one)).resolves.toBeUndefined();
    },
  );

  it(`${SUSPEND} gives the terminal to the shell, and fg brings the screen back`, async () => {
    await using web = await ScriptedProcess.create();
    await using cli = await ProxCli.create({
      config: {api: {port: 0}, processes: {web: web.command}},
    });
    await cli.run('up', '-d');
    const run = await web.nextRun();
    await using screen = await TerminalScreen.start({
      argv: ['/bin/bash', '--norc', '--noediting', '-i'],
      cwd: cli.projectDir,
      env: {HOME: cli.home, PS1: '$ '},
    });
    screen.press(`"${process.execPath}" "${BIN}" attach\r`);
    await screen.until(/web +running/);
    screen.press(sentBy(SUSPEND));
    await screen.until(/Stopped/);
    screen.press('echo "the shell" is here\r');
    await screen.until(/^the shell is here/m);
    expect(screen.modes).toEqual(TERMINAL_BEFORE);
    await run.print('meanwhile');
    screen.press('fg\r');
    await screen.until(now => now.modes.isAlternate && shows(now, /web +\| meanwhile/));
    expect(screen.modes.mouse).toBe('vt200');
  });

  it('every key of the help is pressed here', () => {
    const pressed = [...CASES.flatMap(({keys}) => keys), SUSPEND];
    const promised = BINDINGS.flatMap(({keys}) => keys);
    expect(pressed.toSorted()).toEqual(promised.toSorted());
  });
});

describe('the wheel of the mouse', () => {
  it('moves the lines by three', async () => {
    await using stack = await StackScreen.up(SIZE);
    const {screen} = stack;
    await printNumbered(stack, 60);
    const top = topNumber(screen);
    screen.press(`${ESC}[<64;10;5M`.repeat(2));
    await screen.until(now => topNumber(now) === top - 6);
    screen.press(`${ESC}[<65;10;5M`);
    await screen.until(now => topNumber(now) === top - 3);
    expect(numbersSeen(screen)).not.toContain(60);
  });
});
