import {expect, test} from 'vitest';
import {combine} from '../../../../src/cli/init/combine.ts';
import type {Contribution, Entry} from '../../../../src/cli/init/draft.ts';

function entry(name: string, rest: Partial<Entry> = {}): Entry {
  return {section: 'processes', name, keys: {cmd: name}, needs: {}, remarks: [], ...rest};
}

function from(source: string, ...entries: readonly Entry[]): Contribution {
  return {source, entries, readsDotEnv: source === 'Procfile', remarks: [`about ${source}`]};
}

const NO_FILES = {hasDotEnv: false};

test('sources stand one after the other', () => {
  const draft = combine([from('a', entry('web')), from('b', entry('api'))], NO_FILES);
  expect(draft).toEqual({
    sources: ['a', 'b'],
    envFile: undefined,
    entries: [entry('web'), entry('api')],
    remarks: ['about a', 'about b'],
  });
});

test('a name that two have is changed for the later one, with a remark', () => {
  const twin = entry('web', {keys: {cmd: 'other'}});
  const {entries} = combine([from('a', entry('web')), from('b', twin)], NO_FILES);
  expect(entries).toMatchObject([{name: 'web'}, {name: 'web-2', remarks: ['called "web" in b']}]);
});

test('a name that one source has twice is changed, too', () => {
  const {entries} = combine([from('a', entry('x', {keys: {cmd: '1'}}), entry('x'))], NO_FILES);
  expect(entries.map(({name}) => name)).toEqual(['x', 'x-2']);
});

test('what needs a renamed one follows it', () => {
  const web = entry('web', {needs: {'my db': 'ready', nobody: 'started'}});
  const {entries} = combine([from('a', web, entry('my db'))], NO_FILES);
  expect(entries[0]).toMatchObject({
    needs: {'my-db': 'ready'},
    remarks: ['not carried over: `depends_on` nobody, which is not there'],
  });
});

test.each([
  ['npm start', 'npm run start'],
  ['yarn dev', 'yarn run dev'],
  ['node a.js', 'node a.js'],
])('`%s` of one source and `%s` of another run once', (one, other) => {
  const {entries, remarks} = combine(
    [
      from('Procfile', entry('web', {keys: {cmd: one}})),
      from('b', entry('dev', {keys: {cmd: other}})),
    ],
    NO_FILES,
  );
  expect(entries.map(({name}) => name)).toEqual(['web']);
  expect(remarks).toContain('dev of b is left out: web is the same');
});

test('the same command in another folder is another process', () => {
  const inFolder = entry('b', {keys: {cmd: 'x', cwd: 'b'}});
  const {entries} = combine(
    [from('a', entry('a', {keys: {cmd: 'x'}})), from('b', inFolder)],
    NO_FILES,
  );
  expect(entries).toHaveLength(2);
});

test('the env file is read when it is there and a tool would have read it', () => {
  const withDotEnv = {hasDotEnv: true};
  expect(combine([from('Procfile')], withDotEnv).envFile).toBe('.env');
  expect(combine([from('Procfile')], NO_FILES).envFile).toBeUndefined();
  expect(combine([from('package.json')], withDotEnv).envFile).toBeUndefined();
});
