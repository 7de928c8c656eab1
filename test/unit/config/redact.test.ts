import {expect, it} from 'vitest';
import {redactEnv, redactService, redactText} from '../../../src/config/redact.ts';

it('hides the values of keys that look secret, in any case', () => {
  const secret = ['DB_PASSWORD', 'secret', 'ApiToken', 'KEYS', 'CREDENTIALS', 'private', 'OAUTH'];
  const env = Object.fromEntries([...secret, 'HOME', 'PASS'].map(key => [key, 'value']));
  const shown = redactEnv(env);
  expect(Object.keys(shown).filter(key => shown[key] === '[REDACTED]')).toEqual(secret);
  expect(shown).toMatchObject({HOME: 'value', PASS: 'value'});
  expect(env['secret']).toBe('value');
});

it.each([
  ['postgres://app:hunter2@db:5432/app', 'postgres://app:[REDACTED]@db:5432/app'],
  ['redis://:hunter2@cache', 'redis://:[REDACTED]@cache'],
  ['http://localhost:3000/a@b', 'http://localhost:3000/a@b'],
  ['http://a:1 and http://b:2@c', 'http://a:1 and http://b:[REDACTED]@c'],
])('the password in a URL is hidden: %s', (value, shown) => {
  expect(redactEnv({DATABASE_URL: value})).toEqual({DATABASE_URL: shown});
});

it('the headers of a service are hidden like variables, and its cookies', () => {
  const headers = {Authorization: 'Bearer abc', cookie: 'session=abc', 'X-Tenant': 'acme'};
  const target = {protocol: 'http', host: 'localhost', port: 3000} as const;
  const service = {name: 'web', pathPrefix: '', target, process: 'web', headers};
  expect(redactService(service)).toEqual({
    ...service,
    headers: {Authorization: '[REDACTED]', cookie: '[REDACTED]', 'X-Tenant': 'acme'},
  });
});

it('a text that quotes an environment does not tell its secrets', () => {
  const env = {API_TOKEN: 'abcdef', DB_PASSWORD: 'dev', HOME: '/home/me'};
  const text = 'in /home/me with abcdef, abcdef and dev, to postgres://app:hunter2@db';
  expect(redactText(text, env)).toBe(
    'in /home/me with [REDACTED], [REDACTED] and dev, to postgres://app:[REDACTED]@db',
  );
});

it('of secrets that begin alike none is left in part', () => {
  const env = {A_TOKEN: 'abcdef', B_TOKEN: 'abcdefghij'};
  expect(redactText('abcdefghij, abcdef', env)).toBe('[REDACTED], [REDACTED]');
});

it('a secret of several lines is hidden line by line, however they are indented', () => {
  const env = {TLS_KEY: '-----BEGIN KEY-----\n  MIIEvQIBADANBg\n  ab\n-----END KEY-----\n'};
  expect(redactText('read MIIEvQIBADANBg, then ab\nand the rest', env)).toBe(
    'read [REDACTED], then ab\nand the rest',
  );
});
