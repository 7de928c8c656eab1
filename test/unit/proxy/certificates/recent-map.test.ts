import {expect, test} from 'vitest';
import {RecentMap} from '../../../../src/proxy/certificates/recent-map.ts';

test('what was used longest ago is forgotten first', () => {
  const map = new RecentMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect(map.get('b')).toBeUndefined();
  map.set('a', 4);
  map.set('d', 5);
  expect(map.values()).toEqual([4, 5]);
});
