import {expect, it} from 'vitest';
import {redactEnv} from '../../../src/config/redact.ts';

it('hides the values of keys that look secret, in any case', () => {
  const secret = ['DB_PASSWORD', 'secret', 'ApiToken', 'KEYS', 'CREDENTIALS', 'private', 'OAUTH'];
  const env = Object.fromEntries([...secret, 'HOME', 'PASS'].map(key => [key, 'value']));
  const shown = redactEnv(env);
  expect(Object.keys(shown).filter(key => shown[key] === '[REDACTED]')).toEqual(secret);
  expect(shown).toMatchObject({HOME: 'value', PASS: 'value'});
  expect(env['secret']).toBe('value');
});
