import {expect, test} from 'vitest';
import {fromProcfile} from '../../../../src/cli/init/procfile.ts';

function read(...lines: readonly string[]) {
  return fromProcfile({path: 'Procfile', text: lines.join('\n')});
}

test('each process type is a process; comments and empty lines are none', () => {
  const {entries, source, readsDotEnv} = read(
    '# all',
    '',
    'web: rails s',
    '  worker:  sidekiq -q a ',
  );
  expect(entries).toMatchObject([
    {section: 'processes', name: 'web', keys: {cmd: 'rails s'}},
    {section: 'processes', name: 'worker', keys: {cmd: 'sidekiq -q a'}},
  ]);
  expect({source, readsDotEnv}).toEqual({source: 'Procfile', readsDotEnv: true});
});

test('lines may end as on Windows', () => {
  expect(fromProcfile({path: 'Procfile', text: 'web: a\r\napi: b\r\n'}).entries).toMatchObject([
    {keys: {cmd: 'a'}},
    {keys: {cmd: 'b'}},
  ]);
});

test('a command that names PORT gets the port that foreman would give', () => {
  const {entries} = read(
    'css: x',
    'web: puma -p $PORT',
    'api: serve -p ${PORT:-3000}',
    'no: $PORTAL',
  );
  expect(entries.map(({keys}) => keys['port'])).toEqual([undefined, 5100, 5200, undefined]);
});

test('that others get no PORT is said', () => {
  expect(read('css: x').remarks).toEqual([expect.stringContaining('PORT')]);
  expect(read('web: puma -p $PORT').remarks).toEqual([]);
});

test('a release phase runs to its end, so it is a task', () => {
  expect(read('release: rake db:migrate -p $PORT').entries).toMatchObject([
    {section: 'tasks', keys: {cmd: 'rake db:migrate -p $PORT'}},
  ]);
});

test('a line that is none is named', () => {
  const {entries, remarks} = read('web: puma -p $PORT', '!!', 'empty:');
  expect(entries).toHaveLength(1);
  expect(remarks).toEqual([
    'not carried over: the line `!!` of Procfile',
    'not carried over: the line `empty:` of Procfile',
  ]);
});
