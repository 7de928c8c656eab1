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

const FORMS = /log:NAME:[^]*port:PORT[^]*http:URL[^]*exit:NAME/;

test.each([
  ['', FORMS],
  ['web', FORMS],
  ['ready:web', FORMS],
  ['log:web', /^Write log:web:\/REGEX\/\.$/],
  ['log:web:ready', /^Write log:web:\/ready\/\.$/],
  ['log:web:/ready/i', /^Write log:NAME:.*\(\?i\)ready/],
  ['log:web://', /^Write log:NAME:/],
  ['log:/ready/', /^Write log:NAME:/],
  ['exit:', /^Write exit:NAME\.$/],
  ['port:', /^Write port:PORT or/],
  ['port:0', /^A port is from 1 to 65535\.$/],
  ['port:65536', /^A port is from 1 to 65535\.$/],
  ['port:http', /^Write port:PORT or/],
  ['http:', /^Write http:http:\/\/HOST:PORT\/PATH\.$/],
  ['http:localhost:3000', /^Write http:http:\/\/localhost:3000\.$/],
  ['http:ftp://a/', /^Write http:http:\/\/HOST:PORT\/PATH\.$/],
])("'%s' is refused with how to write it", (text, hint) => {
  expect(() => parseCondition(text)).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      detail: `--for cannot be '${text}'`,
      hint: expect.stringMatching(hint) as string,
    }),
  );
});
