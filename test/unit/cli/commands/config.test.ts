import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {tempDir} from '../../daemon/temp-dir.ts';
import {run} from '../run-program.ts';

/** `prox config check` of a project with these keys, and a certificate of its own. */
async function check(keys: string) {
  const folder = tempDir();
  const file = join(folder, 'prox.yaml');
  const certs = 'certs: {cert_file: own.pem, key_file: own.key}';
  for (const name of ['own.pem', 'own.key']) writeFileSync(join(folder, name), '');
  writeFileSync(file, `processes: {web: x}\n${certs}\n${keys}\n`, {mode: 0o644});
  return run('config', 'check', file);
}

test.each([
  ['proxy: {}', 'note: `certs.cert_file` is not used, for there is no `proxy.https_port`\n'],
  ['', 'note: `certs.cert_file` is not used, for the proxy is off\n'],
  ['proxy: {https_port: 0}', ''],
])('of a certificate that is not used, as with %j, a note is made', async (keys, stderr) => {
  expect(await check(keys)).toMatchObject({outcome: 0, stderr});
});

const STACK = `
processes: {web: {cmd: x, groups: [frontEnd]}, api: x}
tasks: {migrate: {cmd: x, env: {LEVEL: 3, API_KEY: geheim}}}
dependencies: {db: {check: {tcp: 1}}}
`;

function stackFile(): string {
  const file = join(tempDir(), 'prox.yaml');
  writeFileSync(file, STACK, {mode: 0o644});
  return file;
}

test('a good file is told by what is in it', async () => {
  const file = stackFile();
  expect(await run('config', 'check', file)).toMatchObject({
    stdout: `${file}: ok (2 processes, 1 task, 1 dependency)\n`,
  });
});

test('with --json a good file has its warnings, a bad one its problems as the API tells them, and their file', async () => {
  const file = stackFile();
  const good = await run('config', 'check', file, '--json');
  expect(JSON.parse(good.stdout)).toEqual({valid: true, errors: [], warnings: []});
  writeFileSync(file, 'processes: {web: 1}');
  const bad = await run('config', 'check', file, '--json');
  expect(bad.outcome).toBe(2);
  expect(JSON.parse(bad.stdout)).toEqual({
    valid: false,
    errors: [
      {
        file,
        path: 'processes.web',
        line: 1,
        column: 18,
        message: '`processes.web` must be a command, or a map that holds `cmd`',
      },
    ],
    warnings: [],
  });
});

test('tasks, dependencies and groups are shown, the groups by the names they were given', async () => {
  const {stdout} = await run('config', 'show', stackFile());
  expect(JSON.parse(stdout)).toMatchObject({
    processes: [{kind: 'process'}, {kind: 'process'}, {kind: 'task', env: {API_KEY: '[REDACTED]'}}],
    dependencies: [{name: 'db', check: {type: 'tcp', port: 1}}],
    groups: {frontEnd: ['web']},
  });
});

test('the environment of a task is shown with where it comes from', async () => {
  const {stdout} = await run('config', 'show', stackFile(), '--env', 'migrate', '--json');
  expect(JSON.parse(stdout)).toEqual({
    process: 'migrate',
    env: [
      {key: 'LEVEL', value: '3', source: 'tasks.migrate.env'},
      {key: 'API_KEY', value: '[REDACTED]', source: 'tasks.migrate.env'},
    ],
  });
});
