import {describe, expect, test} from 'vitest';
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

describe('a script of package.json', () => {
  const scripts = {dev: 'node server.js', start: 'node server.js', worker: 'node worker.js --all'};
  const dev = entry('dev', {keys: {cmd: 'npm run dev'}});
  const names = (procfile: Entry, script: Entry): readonly string[] => {
    const contributions = [from('Procfile', procfile), {...from('package.json', script), scripts}];
    return combine(contributions, NO_FILES).entries.map(({name}) => name);
  };

  test.each(['node server.js', 'npm start'])(
    'does not run beside `%s`, which does the same',
    cmd => {
      expect(names(entry('web', {keys: {cmd}}), dev)).toEqual(['web']);
    },
  );

  test.each([
    ['another command', {cmd: 'node worker.js'}],
    ['the same in another folder', {cmd: 'node server.js', cwd: 'web'}],
  ])('runs beside %s', (_, keys) => {
    expect(names(entry('web', {keys}), dev)).toEqual(['web', 'dev']);
  });

  test('stands for nothing in another folder', () => {
    const web = entry('web', {keys: {cmd: 'npm run dev', cwd: 'web'}});
    const other = entry('dev', {keys: {cmd: 'node server.js', cwd: 'web'}});
    expect(names(web, other)).toEqual(['web', 'dev']);
  });
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
