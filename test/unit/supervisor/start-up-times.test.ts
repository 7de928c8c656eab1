import {expect, test} from 'vitest';
import {StartUpTimes} from '../../../src/supervisor/start-up-times.ts';

const NOTHING_YET = {
  spawnedAt: undefined,
  firstLineAt: undefined,
  portOpenAt: undefined,
  healthyAt: undefined,
  readyAt: undefined,
};

test('nothing is known of what nobody has started', () => {
  expect(new StartUpTimes().marks).toBeUndefined();
});

test('every step is marked once, the first time it is seen', () => {
  const times = new StartUpTimes();
  times.asked(1);
  times.spawned(2);
  times.firstLine(3);
  times.firstLine(30);
  times.portOpen(4);
  times.healthy(5);
  times.healthy(50);
  times.ready(6);
  expect(times.marks).toEqual({
    askedAt: 1,
    spawnedAt: 2,
    firstLineAt: 3,
    portOpenAt: 4,
    healthyAt: 5,
    readyAt: 6,
  });
});

test('what waits has only been asked for', () => {
  const times = new StartUpTimes();
  times.asked(1);
  expect(times.marks).toEqual({askedAt: 1, ...NOTHING_YET});
});

test.each([
  ['asked for again', (times: StartUpTimes) => times.asked(10)],
  ['started again by its restart policy', () => {}],
])(
  'a process that dies before it is ready and is %s keeps when it was first asked for',
  (_how, ask) => {
    const times = new StartUpTimes();
    times.asked(1);
    times.spawned(2);
    times.firstLine(3);
    ask(times);
    times.spawned(11);
    expect(times.marks).toEqual({...NOTHING_YET, askedAt: 1, spawnedAt: 11});
  },
);

test('a process that is ready as soon as it runs still gets its first line and its port', () => {
  const times = new StartUpTimes();
  times.asked(1);
  times.spawned(2);
  times.ready(2);
  times.firstLine(3);
  times.portOpen(4);
  expect(times.marks).toMatchObject({readyAt: 2, firstLineAt: 3, portOpenAt: 4});
});

test.each([
  ['asked for', (times: StartUpTimes) => times.asked(20)],
  ['spawned', (times: StartUpTimes) => times.spawned(20)],
])('once it was ready, a run that is %s later leaves no mark', (_how, again) => {
  const times = new StartUpTimes();
  times.asked(1);
  times.spawned(2);
  times.ready(3);
  again(times);
  times.firstLine(21);
  times.ready(22);
  expect(times.marks).toEqual({...NOTHING_YET, askedAt: 1, spawnedAt: 2, readyAt: 3});
});

test('an outside dependency needs no child', () => {
  const times = new StartUpTimes();
  times.asked(1);
  times.healthy(5);
  times.ready(5);
  expect(times.marks).toEqual({...NOTHING_YET, askedAt: 1, healthyAt: 5, readyAt: 5});
});
