import {expect, test} from 'vitest';
import {prefersJson} from '../../../../src/proxy/pages/accept.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

test.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  [BROWSER, false],
  ['text/plain', false],
  ['text/html, application/json', false],
  ['text/html, application/json;q=0.9', false],
  ['application/json;q=0', false],
  ['application/json;q=nonsense', false],
  ['application/json', true],
  ['application/json; charset=utf-8', true],
  ['APPLICATION/JSON', true],
  ['application/json, text/plain, */*', true],
  ['application/json;q=0.2, */*;q=0.8', true],
  ['text/html;q=0.8, application/json;q=0.9', true],
  ['application/xhtml+xml;q=0.1 ,application/problem+json ; q=0.5', true],
  ['application/vnd.api+json', true],
])('Accept: %s prefers JSON: %s', (accept, expected) => {
  expect(prefersJson(accept)).toBe(expected);
});
