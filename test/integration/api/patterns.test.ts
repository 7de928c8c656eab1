import {expect, test} from 'vitest';
import {systemClock} from '../../../src/core/clock.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {TestApp} from '../../rig/test-app.ts';

/** An engine that goes back takes longer than the world lasts for most of these. */
const CATASTROPHIC = [
  '(a+)+$',
  '(a|a)*b',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(.*)*(.*)*(.*)*x',
  '(a*)*(a*)*(a*)*[^a!]',
  `${'a?'.repeat(200)}${'a'.repeat(200)}$`,
  '((a{1,30}){1,30})$',
];

// Of a hang only the runner's timeout tells: no clock of ours would, for the whole process stands still.
test('patterns that hang others are answered at once, and hold up nobody', async () => {
  await using stack = await TestApp.create({config: {processes: {web: PRINT_LINES}}});
  await using api = await ApiRig.start({prox: stack.app, clock: systemClock});
  await stack.begin();
  await stack.line(/^done$/);
  for (const pattern of CATASTROPHIC) {
    const query = new URLSearchParams({pattern, regex: 'true'});
    const [search, meanwhile] = await Promise.all([
      api.call({path: `/api/v1/logs?${query.toString()}`}),
      api.call({path: '/health'}),
    ]);
    expect(search.status).toBe(200);
    expect(meanwhile.status).toBe(200);
  }
});

test('a pattern of 10,000 characters is refused', async () => {
  await using api = await ApiRig.start();
  const query = new URLSearchParams({pattern: 'a.*a'.repeat(2500), regex: 'true'});
  for (const path of ['logs', 'logs/stream']) {
    const {status, text} = await api.call({path: `/api/v1/${path}?${query.toString()}`});
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({code: 'INVALID_PATTERN'});
  }
  expect(api.prox.calls).toEqual([]);
});

/** Twenty lines of 10,000 characters that almost match. */
const PRINT_LINES = `exec node -e 'for (let i = 0; i < 20; i++) console.log("a".repeat(9_999) + "!"); console.log("done")'`;
