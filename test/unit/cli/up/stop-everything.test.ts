import {expect, test} from 'vitest';
import {stopEverything} from '../../../../src/cli/up/stop-everything.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {Mailbox} from '../../../rig/mailbox.ts';

class StubbornApp extends FakeProx {
  readonly said = new Mailbox<string>();
  end: () => void = () => {};

  constructor() {
    super();
    this.gate = new Promise(resolve => (this.end = resolve));
  }

  say(text: string): void {
    this.said.put(text);
  }
}

test.each([
  ['on a terminal', true, '; Ctrl-C kills at once'],
  ['without a terminal', false, ''],
])('who is still alive is named every two seconds, %s', async (_, isInteractive, advice) => {
  const app = new StubbornApp();
  const clock = new FakeClock();
  const stopped = stopEverything(app, {clock, isInteractive: () => isInteractive});
  clock.advance(2000);
  expect(await app.said.next()).toBe(`after 2s still alive: web (pid 4711)${advice}`);
  clock.advance(2000);
  expect(await app.said.next()).toBe(`after 4s still alive: web (pid 4711)${advice}`);
  app.end();
  await stopped;
  expect(clock.armed).toEqual([]);
});

test('a timer that rings a moment early is told in whole seconds', async () => {
  const app = new StubbornApp();
  const clock = new FakeClock();
  const early = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (ms: number, callback: () => void) => clock.after(ms - 1, callback),
  };
  const stopped = stopEverything(app, {clock: early, isInteractive: () => false});
  clock.advance(1999);
  expect(await app.said.next()).toMatch(/^after 2s /);
  app.end();
  await stopped;
});
