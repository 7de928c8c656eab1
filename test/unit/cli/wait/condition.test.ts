import {expect, test} from 'vitest';
import {parseCondition} from '../../../../src/cli/wait/condition.ts';

test.each([
  ['log:web:/ready/', {type: 'log', name: 'web', pattern: 'ready'}],
  ['log:web:/a/b: \\d+/', {type: 'log', name: 'web', pattern: 'a/b: \\d+'}],
  ['exit:job.1', {type: 'exit', name: 'job.1'}],
])('%s is about a process', (text, condition) => {
  expect(parseCondition(text)).toEqual({text, ...condition});
});

test.each([
  ['port:5432', {type: 'tcp', host: 'localhost', port: 5432}],
  ['port:db.local:5432', {type: 'tcp', host: 'db.local', port: 5432}],
  ['port:[::1]:5432', {type: 'tcp', host: '::1', port: 5432}],
  ['http:http://a.localhost/x', {type: 'http', url: 'http://a.localhost/x'}],
  ['http:https://a.localhost/x', {type: 'http', url: 'https://a.localhost/x'}],
  ['http://localhost:3000/x', {type: 'http', url: 'http://localhost:3000/x'}],
  ['https://localhost:3000/x', {type: 'http', url: 'https://localhost:3000/x'}],
  ['http::3000/x', {type: 'http', url: 'http://localhost:3000/x'}],
])('%s is about an address', (text, probe) => {
  expect(parseCondition(text)).toMatchObject({text, type: 'answer', probe});
});

test.each([
  '',
  'web',
  'ready:web',
  'log:web',
  'log:web:ready',
  'log:web:/ready/i',
  'log:web://',
  'log:/ready/',
  'exit:',
  'port:',
  'port:0',
  'port:65536',
  'port:http',
  'http:',
  'http:localhost:3000',
  'http:ftp://a/',
])("'%s' is refused with the forms", text => {
  expect(() => parseCondition(text)).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      detail: `--for cannot be '${text}'`,
      hint: expect.stringMatching(/log:NAME:[^]*port:PORT[^]*http:URL[^]*exit:NAME/) as string,
    }),
  );
});
