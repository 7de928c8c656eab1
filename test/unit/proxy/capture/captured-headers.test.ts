import {expect, test} from 'vitest';
import {capturedHeaders, headerValue} from '../../../../src/proxy/capture/captured-headers.ts';

test('names are in lower case, and what came several times is a list', () => {
  const raw = ['Accept', 'a', 'X-Two', '1', 'x-two', '2', 'X-TWO', '3'];

  expect(capturedHeaders(raw)).toEqual({accept: 'a', 'x-two': ['1', '2', '3']});
});

test.each(['Authorization', 'Cookie', 'Set-Cookie', 'Proxy-Authorization', 'X-Api-Key'])(
  'the value of %s is not shown, however often it came',
  name => {
    const key = name.toLowerCase();

    expect(capturedHeaders([name, 'secret'])).toEqual({[key]: '[REDACTED]'});
    expect(JSON.stringify(capturedHeaders([name, 'secret', key, 'secret']))).not.toContain(
      'secret',
    );
  },
);

test('a header may have any name', () => {
  const headers = capturedHeaders(['__proto__', 'x', 'constructor', 'y', ':path', '/']);

  expect(JSON.stringify(headers)).toBe('{"__proto__":"x","constructor":"y"}');
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
});

test('the value of one header is found in any case, several are joined', () => {
  const raw = ['Content-Encoding', 'gzip', 'content-encoding', 'br'];

  expect(headerValue(raw, 'content-encoding')).toBe('gzip, br');
  expect(headerValue(raw, 'content-type')).toBeUndefined();
});
