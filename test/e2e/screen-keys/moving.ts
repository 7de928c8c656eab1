import {expect} from 'vitest';
import type {StackScreen} from '../../rig/stack-screen.ts';
import {type KeyCase, numbersSeen, printNumbered, sentBy, shows, topNumber} from './key-case.ts';

const NEWEST = 60;

async function atTheEnd(stack: StackScreen): Promise<void> {
  await printNumbered(stack, NEWEST);
}

/** Some pages above the end. */
async function inTheMiddle(stack: StackScreen): Promise<void> {
  await atTheEnd(stack);
  const {screen} = stack;
  const wanted = topNumber(screen) - 4 * pageOf(stack);
  screen.press(sentBy('pageUp').repeat(4));
  await screen.until(now => topNumber(now) === wanted && shows(now, /PAUSED/));
}

/** One line of what was seen before is seen again. */
function pageOf({screen}: StackScreen): number {
  return numbersSeen(screen).length - 1;
}

/** Moves by so many lines. */
function moves(by: (stack: StackScreen) => number): KeyCase['shows'] {
  return async (stack, key) => {
    const {screen} = stack;
    const wanted = topNumber(screen) + by(stack);
    key.press();
    await screen.until(now => topNumber(now) === wanted && shows(now, /PAUSED/));
  };
}

export const MOVING: readonly KeyCase[] = [
  {
    keys: ['up', 'k'],
    does: 'move the lines by one towards the oldest',
    before: atTheEnd,
    shows: moves(() => -1),
  },
  {
    keys: ['down', 'j'],
    does: 'move the lines by one towards the newest',
    before: inTheMiddle,
    shows: moves(() => 1),
  },
  {
    keys: ['pageUp', 'ctrl-b'],
    does: 'move the lines by a page towards the oldest',
    before: atTheEnd,
    shows: moves(stack => -pageOf(stack)),
  },
  {
    keys: ['pageDown', 'space', 'ctrl-f'],
    does: 'move the lines by a page towards the newest',
    before: inTheMiddle,
    shows: moves(pageOf),
  },
  {
    keys: ['g', 'home'],
    does: 'go to the oldest line',
    before: atTheEnd,
    async shows({screen}, key) {
      key.press();
      await screen.until(now => shows(now, /PAUSED ──\n.*listening on/, /line 1\./));
      screen.press('G');
      await screen.until(/line 60\./);
    },
  },
  {
    keys: ['G', 'end'],
    does: 'go to the newest line, and follow',
    before: atTheEnd,
    async shows({screen, run}, key) {
      screen.press('g');
      await screen.until(/PAUSED ──\n.*listening on/);
      key.press();
      await screen.until(now => shows(now, /line 60\./, /FOLLOW/));
      await run.print(`after ${key.name}`);
      await screen.until(new RegExp(String.raw`\| after ${key.name}`));
    },
  },
  {
    keys: ['F'],
    does: 'stands still while lines come, and follows again',
    before: atTheEnd,
    async shows({screen, run}, key) {
      const before = numbersSeen(screen);
      key.press();
      await screen.until(/PAUSED/);
      await run.print('line 61.');
      await screen.until(now => shows(now, /PAUSED · 1 new/));
      expect(numbersSeen(screen)).toEqual(before);
      key.press();
      await screen.until(now => shows(now, /line 61\./, /FOLLOW/));
    },
  },
  {
    keys: ['tab'],
    does: 'goes through Logs, Requests and Events',
    async shows({screen}, key) {
      for (const title of ['Requests', 'Events', 'Logs']) {
        key.press();
        await screen.until(new RegExp(`^── ${title} `, 'm'));
      }
    },
  },
  {
    keys: ['shift-tab'],
    does: 'goes through the views the other way round',
    async shows({screen}, key) {
      for (const title of ['Events', 'Requests', 'Logs']) {
        key.press();
        await screen.until(new RegExp(`^── ${title} `, 'm'));
      }
    },
  },
  {
    keys: ['enter'],
    does: 'opens the whole of an event',
    async before({screen}) {
      screen.press(sentBy('shift-tab'));
      await screen.until(/^1 .*web started/m);
    },
    async shows({screen}, key) {
      key.press();
      await screen.until(now => shows(now, /^── Event ─/m, /type +process\.started/));
    },
  },
];
