import {expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {run, type Result} from '../run-program.ts';

async function send(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('send', '--addr', `127.0.0.1:${api.port}`, ...words);
}

test.each([
  ['a text', ['web', 'yes'], 'yes\r'],
  ['no text but Enter', ['web', ''], '\r'],
  ['lines', ['web', 'one\ntwo\r\n'], 'one\rtwo\r'],
  ['a text without Enter', ['web', '--no-enter', 'y'], 'y'],
  ['a key', ['web', '\u0003', '--no-enter'], '\u0003'],
  ['what begins with a dash', ['web', '--', '--help'], '--help\r'],
])('%s is typed, and nothing is said', async (_, words, text) => {
  await using api = await ApiRig.start();
  expect(await send(api, ...words)).toEqual({outcome: 0, stdout: '', stderr: ''});
  expect(api.prox.calls).toEqual([{operation: 'send', input: {name: 'web', text}}]);
});

test('without a text and without Enter there is nothing to do', async () => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await send(api, 'web', '--no-enter', '');
  expect(outcome).toBe(2);
  expect(stderr).toMatch(/^prox: Wrong usage: there is nothing to type\n/);
  expect(api.prox.calls).toEqual([]);
});

test('a process without a terminal is told of with the next step', async () => {
  await using api = await ApiRig.start();
  const hint = 'Set `tty: true` for it in prox.yaml.';
  api.prox.failure = new ProxError('NO_TERMINAL', {detail: 'web', hint});
  expect(await send(api, 'web', 'yes')).toEqual({
    outcome: 1,
    stdout: '',
    stderr: `prox: Process has no terminal: web\n${hint}\n`,
  });
});

test('a text over 64 KB is refused', async () => {
  await using api = await ApiRig.start();
  const {outcome, stderr} = await send(api, 'web', 'x'.repeat(65_536));
  expect(outcome).toBe(2);
  expect(stderr).toContain('text longer than 65536 characters');
  expect(api.prox.calls).toEqual([]);
});
