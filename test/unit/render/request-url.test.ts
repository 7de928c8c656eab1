import {expect, test} from 'vitest';
import {shortUrl} from '../../../src/render/request-url.ts';

test.each([
  [28, 'http://web.localhost:6788/ab', 'http://web.localhost:6788/ab'],
  [26, 'http://web.localhost:6788/orders', 'http://web.localho…/orders'],
  [24, 'http://web.localhost:6788/orders?page=2', 'http://web.…/orders?pag…'],
  [40, `http://web.localhost/${'x'.repeat(99)}`, `http://web.localhost/${'x'.repeat(18)}…`],
  [10, 'http://example.com', 'http://ex…'],
  [5, 'abcdefgh', 'abcd…'],
])('in %d characters: %s', (width, url, short) => {
  expect(shortUrl(url, width)).toBe(short);
});
