import {setImmediate} from 'node:timers/promises';

/**
 * The items of `source`, begun, so that what it refuses is known before an answer is. A generator refuses
 * its input within its first `next()`, at once; a stream that is open may be silent for long.
 * @throws what the source refuses with
 */
export async function beginToFollow<T>(source: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const items = source[Symbol.asyncIterator]();
  const first = items.next();
  await Promise.race([first, setImmediate()]);
  return goOn(items, first);
}

async function* goOn<T>(
  items: AsyncIterator<T>,
  first: Promise<IteratorResult<T>>,
): AsyncGenerator<T> {
  for (let next = first; ; next = items.next()) {
    const {done, value} = await next;
    if (done === true) return;
    yield value;
  }
}
