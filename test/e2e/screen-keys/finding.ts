import {expect} from 'vitest';
import type {StackScreen} from '../../rig/stack-screen.ts';
import type {TerminalScreen} from '../../rig/terminal-screen.ts';
import {ESC, type KeyCase, shows} from './key-case.ts';

const CLIPBOARD = new RegExp(String.raw`${ESC}\]52;c;([^\u0007]*)\u0007`, 'g');

async function haystack({run, screen}: StackScreen): Promise<void> {
  await run.write('needle one\nhay\nneedle two\nhay\nneedle three\nlast\n');
  await screen.until(/\| last/);
}

async function searched(stack: StackScreen): Promise<void> {
  await haystack(stack);
  stack.screen.press('/needle\r');
  await stack.screen.until(now => marked(now) === 'needle three');
}

/** The line at which the search stands. */
function marked(screen: TerminalScreen): string | undefined {
  return screen.rows().flatMap(row => / > (.*)$/.exec(row)?.[1] ?? [])[0];
}

/** What was put on the clipboard last. */
function clipboard(screen: TerminalScreen): string {
  const [, payload = ''] = [...screen.rawOutput.matchAll(CLIPBOARD)].at(-1) ?? [];
  return Buffer.from(payload, 'base64').toString();
}

export const FINDING: readonly KeyCase[] = [
  {
    keys: ['/'],
    does: 'searches what is typed',
    before: haystack,
    async shows({screen}, key) {
      key.press();
      screen.press('ONE');
      await screen.until(now => shows(now, /^\/ONE/m) && marked(now) === 'needle one');
    },
  },
  {
    keys: ['n'],
    does: 'goes to the next match, further down',
    async before(stack) {
      await searched(stack);
      stack.screen.press('NN');
      await stack.screen.until(now => marked(now) === 'needle one');
    },
    async shows({screen}, key) {
      for (const line of ['needle two', 'needle three']) {
        key.press();
        await screen.until(now => marked(now) === line);
      }
      key.press();
      await screen.until(/^no match of needle further below/m);
    },
  },
  {
    keys: ['N'],
    does: 'goes to the match before',
    before: searched,
    async shows({screen}, key) {
      for (const line of ['needle two', 'needle one']) {
        key.press();
        await screen.until(now => marked(now) === line);
      }
      key.press();
      await screen.until(/^no match of needle further above/m);
    },
  },
  {
    keys: ['s'],
    does: 'hides what does not match',
    before: haystack,
    async shows({screen}, key) {
      key.press();
      screen.press('two');
      await screen.until(now => shows(now, /^filter: two/m, /1 of \d+/, /\| needle two/));
      await screen.until(now => !shows(now, /needle one|hay|last/));
    },
  },
  {
    keys: ['escape'],
    does: 'clears search, filter and solo',
    before: haystack,
    async shows({screen}, key) {
      screen.press('/two\r');
      await screen.until(now => marked(now) === 'needle two');
      screen.press('sneedle\r');
      screen.press('1');
      await screen.until(now => shows(now, /── Logs · web · 3 of /, /^filter: needle {2}\/two/m));
      key.press();
      await screen.until(now => shows(now, /── Logs · \d+ ─/, /\| hay/, /^\? help/m));
      await screen.until(now => marked(now) === undefined);
    },
  },
  {
    keys: ['y'],
    does: 'copies the lines that are seen, or the match',
    before: haystack,
    async shows({screen}, key) {
      key.press();
      await screen.until(/^copied \d+ lines/m);
      expect(clipboard(screen)).toMatch(/\nhay\nneedle three\nlast$/);
      screen.press('/two\r');
      await screen.until(now => marked(now) === 'needle two');
      key.press();
      await screen.until(/^copied the line/m);
      expect(clipboard(screen)).toBe('needle two');
    },
  },
  {
    keys: ['c'],
    does: 'clears the view, in which later lines are seen',
    before: haystack,
    async shows({screen, run}, key) {
      key.press();
      await screen.until(now => shows(now, /^no lines yet/m, /── Logs · 0 ─/));
      await run.print('later');
      await screen.until(now => shows(now, /── Logs · 1 ─/, /\| later/) && !shows(now, /hay/));
    },
  },
];
