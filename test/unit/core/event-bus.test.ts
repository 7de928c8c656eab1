import {describe, expect, test} from 'vitest';
import {EventBus} from '../../../src/core/event-bus.ts';

describe('a reader', () => {
  test('hears what is published from the call of subscribe on', async () => {
    const {bus, subscribe} = setUp();
    bus.publish(1);
    const reader = subscribe();
    bus.publish(2);
    bus.publish(3);

    expect(await reader.take(2)).toEqual([2, 3]);
  });

  test('that waits is woken by the next event', async () => {
    const {bus, subscribe} = setUp();
    const reader = subscribe();
    const next = reader.take(1);

    bus.publish(1);

    expect(await next).toEqual([1]);
  });

  test('that lags loses its own oldest and is told how much it lost', async () => {
    const {bus, subscribe} = setUp();
    const lagging = subscribe(2);
    const other = subscribe(10);

    for (const event of [1, 2, 3, 4, 5]) bus.publish(event);

    expect(await lagging.take(3)).toEqual([{type: 'dropped', count: 3}, 4, 5]);
    expect(await other.take(5)).toEqual([1, 2, 3, 4, 5]);
  });

  test('is told of each loss once', async () => {
    const {bus, subscribe} = setUp();
    const reader = subscribe(1);
    bus.publish(1);
    bus.publish(2);
    expect(await reader.take(2)).toEqual([{type: 'dropped', count: 1}, 2]);

    bus.publish(3);

    expect(await reader.take(1)).toEqual([3]);
  });

  test('gets what is queued and then ends when its signal aborts', async () => {
    const {bus, subscribe, abort} = setUp();
    const reader = subscribe();
    bus.publish(1);

    abort();
    bus.publish(2);

    expect(await reader.rest()).toEqual([1]);
  });

  test('that waits ends when its signal aborts', async () => {
    const {subscribe, abort} = setUp();
    const rest = subscribe().rest();

    abort();

    expect(await rest).toEqual([]);
  });

  test('with an aborted signal gets nothing', async () => {
    const {bus, subscribe, abort} = setUp();
    abort();
    const reader = subscribe();
    bus.publish(1);

    expect(await reader.rest()).toEqual([]);
  });
});

function setUp() {
  const bus = new EventBus<number>();
  const controller = new AbortController();
  return {
    bus,
    abort: () => controller.abort(),
    subscribe: (maxQueued = 100) => {
      const events = bus.subscribe({signal: controller.signal, maxQueued});
      const iterator = events[Symbol.asyncIterator]();
      return {
        async take(count: number) {
          const taken = [];
          while (taken.length < count) {
            const {done, value} = await iterator.next();
            if (done) break;
            taken.push(value);
          }
          return taken;
        },
        async rest() {
          const rest = [];
          for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
            rest.push(next.value);
          }
          return rest;
        },
      };
    },
  };
}
