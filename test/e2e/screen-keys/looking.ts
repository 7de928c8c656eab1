import {expect} from 'vitest';
import {BINDINGS} from '../../../src/tui/model/keymap.ts';
import type {StackScreen} from '../../rig/stack-screen.ts';
import {TERMINAL_BEFORE, type TerminalScreen} from '../../rig/terminal-screen.ts';
import {type KeyCase, shows} from './key-case.ts';

async function withALine({run, screen}: StackScreen): Promise<void> {
  await run.print('hello');
  await screen.until(/web +\| hello/);
}

/** Of the name of `web` before a line: a number of the palette; -1: the terminal's own colour. */
function nameColor(screen: TerminalScreen): number | undefined {
  const y = screen.rows().findIndex(row => /web +\| hello/.test(row));
  const x = screen.rows()[y]?.indexOf('web') ?? 0;
  return screen.cell(x, y)?.getFgColor();
}

function rowsOfX(screen: TerminalScreen): number {
  return screen.rows().filter(row => /\| x+$/.test(row)).length;
}

export const LOOKING: readonly KeyCase[] = [
  {
    keys: ['T'],
    does: 'hides the timestamps, and shows them again',
    before: withALine,
    async shows({screen}, key) {
      key.press();
      await screen.until(/^web +\| hello/m);
      key.press();
      await screen.until(/^\d\d:\d\d:\d\d web +\| hello/m);
    },
  },
  {
    keys: ['W'],
    does: 'cuts long lines off, and wraps them again',
    async before({run, screen}) {
      await run.print('x'.repeat(200));
      await screen.until(now => rowsOfX(now) === 4);
    },
    async shows({screen}, key) {
      key.press();
      await screen.until(now => rowsOfX(now) === 1);
      key.press();
      await screen.until(now => rowsOfX(now) === 4);
    },
  },
  {
    keys: ['p'],
    does: 'hides the panel of the processes, and shows it again',
    async shows({screen}, key) {
      key.press();
      await screen.until(now => now.rows()[1]?.startsWith('── Logs') === true);
      key.press();
      await screen.until(/^\[1\] ● web running/m);
    },
  },
  {
    keys: ['t'],
    does: 'goes through the themes',
    async before(stack) {
      await withALine(stack);
      await stack.screen.until(now => nameColor(now) === 6);
    },
    async shows({screen}, key) {
      for (const [theme, color] of [
        ['light', 4],
        ['high-contrast', 14],
        ['none', -1],
        ['dark', 6],
      ] as const) {
        key.press();
        await screen.until(
          now => shows(now, new RegExp(`^theme: ${theme}`, 'm')) && nameColor(now) === color,
        );
      }
    },
  },
  {
    keys: ['m'],
    does: 'leaves the mouse to the terminal, and takes it again',
    async shows({screen}, key) {
      key.press();
      await screen.until(now => shows(now, /^the mouse selects text/m));
      await screen.until(now => now.modes.mouse === 'none');
      key.press();
      await screen.until(now => shows(now, /^the wheel scrolls here/m));
      await screen.until(now => now.modes.mouse === 'vt200');
    },
  },
  {
    keys: ['L'],
    does: 'leaves plain lines in the scrollback, and comes back',
    before: withALine,
    async shows({screen, run}, key) {
      key.press();
      await screen.until(now => !now.modes.isAlternate && shows(now, /web +\| hello/));
      await run.print('more');
      await screen.until(/web +\| more/);
      key.press();
      await screen.until(now => now.modes.isAlternate && shows(now, /── Logs/, /web +\| more/));
      expect(screen.scrollback().join('\n')).toMatch(/web +\| hello\n.*web +\| more/);
    },
  },
  {
    keys: ['?', 'h'],
    does: 'show the keys, all of them',
    options: {rows: 60},
    async shows({screen}, key) {
      key.press();
      await screen.until(now => shows(now, /^── Keys ─/m, /^↑ ↓ move {2}Esc back/m));
      const text = screen.rows().join('\n');
      for (const {label, help} of BINDINGS) expect(text).toContain(`  ${label.padEnd(10)} ${help}`);
      key.press();
      await screen.until(/^── Logs ·/m);
    },
  },
];

export const LEAVING: readonly KeyCase[] = [
  {
    keys: ['d'],
    does: 'leaves, and everything goes on',
    async shows({screen, run, cli}, key) {
      key.press();
      await ended(screen);
      expect(screen.scrollback().join('\n')).toContain('prox goes on in the background');
      await run.print('still here');
      expect((await cli.run('logs', '-n', '1')).stdout).toContain('still here');
    },
  },
  ...['q', 'ctrl-c'].map((name): KeyCase => ({
    keys: [name],
    does: 'stops everything, and leaves',
    async shows({screen, run, cli}, key) {
      key.press();
      await ended(screen);
      await run.ended;
      await cli.assertNothingLeft();
    },
  })),
];

/** Well, with the terminal as it was. */
async function ended(screen: TerminalScreen): Promise<void> {
  expect(await screen.exited).toEqual({code: 0, signal: undefined});
  expect(screen.modes).toEqual(TERMINAL_BEFORE);
}
