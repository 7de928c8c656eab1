import {expect, test} from 'vitest';
import {checkConfig} from '../../../../src/config/load.ts';
import type {Draft, Entry} from '../../../../src/cli/init/draft.ts';
import {dropRefused} from '../../../../src/cli/init/drop-refused.ts';

function entry(name: string, keys: Entry['keys'], rest: Partial<Entry> = {}): Entry {
  return {section: 'processes', name, keys, needs: {}, remarks: [], ...rest};
}

function draft(...entries: readonly Entry[]): Draft {
  return {sources: ['a', 'b', 'c'], envFile: undefined, entries, remarks: []};
}

async function accept(...entries: readonly Entry[]) {
  return dropRefused(draft(...entries), async text => checkConfig(text, '/nowhere/prox.yaml'));
}

const OK = entry('ok', {cmd: 'x'});

test('what is right stays as it is', async () => {
  const {text, draft: accepted} = await accept(OK);
  expect(accepted).toEqual(draft(OK));
  expect(text).toBe(`# Made by \`prox init\` from a, b and c.
# \`prox up\` runs it, \`prox config check\` checks it, \`prox config schema\` prints every key.

processes:
  ok: x
`);
});

test('every section and key has its place', async () => {
  const db = entry('db', {check: {tcp: 5432}}, {section: 'dependencies'});
  const migrate = entry('migrate', {cmd: ['a', 'b c']}, {section: 'tasks', needs: {db: 'ready'}});
  const web = entry('web', {cmd: 'x', env: {A: '1'}}, {remarks: ['one', 'two']});
  const {text} = await accept(web, migrate, db);
  expect(text).toContain(`
dependencies:
  db:
    check:
      tcp: 5432

tasks:
  migrate:
    cmd:
      - a
      - b c
    depends_on:
      db: ready

processes:
  # one
  # two
  web:
    cmd: x
    env:
      A: "1"
`);
});

test('a value that is refused is taken away, and its place says so', async () => {
  const {draft: accepted, text} = await accept(
    entry('web', {cmd: 'x', port: 99_999, healthcheck: {http: 'nope', log: '('}}),
    OK,
  );
  expect(accepted.entries[0]).toMatchObject({name: 'web', keys: {cmd: 'x'}});
  expect(text).toMatch(/# not carried over: .*processes\.web\.port.*\n[^]* web: x/);
});

test('an entry whose command is refused goes as a whole', async () => {
  const {draft: accepted, text} = await accept(entry('a', {cmd: ''}), entry('a.b', {cmd: 'x'}));
  expect(accepted.entries.map(({name}) => name)).toEqual(['a.b']);
  expect(text).toMatch(/^# not carried over: a: /m);
});

test('what needs it goes without', async () => {
  const {draft: accepted} = await accept(
    entry('a', {cmd: '\0'}),
    entry('b', {cmd: 'x'}, {needs: {a: 'started'}}),
  );
  expect(accepted.entries).toMatchObject([{name: 'b', needs: {}}]);
});

test('a cycle is opened', async () => {
  const {draft: accepted} = await accept(
    entry('a', {cmd: 'x'}, {needs: {b: 'started'}}),
    entry('b', {cmd: 'x'}, {needs: {a: 'started'}}),
  );
  expect(accepted.entries).toHaveLength(2);
});

test('text of a stranger stays inside its comment and its value', async () => {
  const evil = 'x\r\nprocesses: {evil: y}\n\u2028\u001b[2J';
  const {text, draft: accepted} = await accept(entry('web', {cmd: evil}, {remarks: [evil]}));
  expect(accepted.entries).toMatchObject([{keys: {cmd: evil}}]);
  expect(text).not.toContain('\u001b');
  const result = await checkConfig(text, '/nowhere/prox.yaml');
  expect(result.ok && result.config.processes.map(({cmd}) => cmd)).toEqual([evil]);
});

test('what cannot be mended is a failure', async () => {
  const many = Array.from({length: 21_000}, (_, index) => entry(`p${index}`, {cmd: 'x'}));
  await expect(accept(...many)).rejects.toMatchObject({
    code: 'INIT_FAILED',
    message: expect.stringContaining('20000 values'),
  });
});
