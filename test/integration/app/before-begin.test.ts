import {expect, test} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

// The API answers before the proxy listens, and that before the processes are begun.
const API_URL = 'http://127.0.0.1:1';
const web = {cmd: 'echo "api $PROX_API_URL"; exec sleep 1000', autostart: false};

/** Longer than a start takes that waits for nothing: it reads prox.yaml several times. */
async function passStart({app}: TestApp): Promise<void> {
  for (let reads = 0; reads < 5; reads++) await app.reload({dryRun: true});
}

test.each(['start', 'restart'] as const)(
  'a %s that comes before the begin waits for it, and the child knows where the API is',
  async operation => {
    await using running = await TestApp.create({config: {processes: {web}}});
    const asked = running.app[operation]({name: 'web'});
    await passStart(running);
    await running.begin();
    await asked;
    expect((await running.line(/^api/)).line).toBe(`api ${API_URL}`);
  },
);

test('a reload that comes before the begin waits for it', async () => {
  const other = {cmd: 'exec sleep 1000'};
  await using running = await TestApp.create({config: {processes: {other}}});
  await running.project.writeConfig({processes: {other, web: {...web, autostart: true}}});
  const reload = running.app.reload({});
  await running.line(/^prox\.yaml was reloaded/);
  await running.begin();
  expect(await reload).toMatchObject({processes: {added: ['web']}, failures: []});
  expect((await running.line(/^api/)).line).toBe(`api ${API_URL}`);
});

test('what waits for a begin that never comes is refused by the end of prox', async () => {
  await using running = await TestApp.create({config: {processes: {web}}});
  const asked = [running.app.start({name: 'web'}), running.app.reload({})];
  const answers = Promise.allSettled(asked);
  await running.app.shutdown({wait: true});
  for (const answer of await answers) {
    expect(answer).toMatchObject({reason: {code: 'SHUTDOWN_IN_PROGRESS'}});
  }
});
