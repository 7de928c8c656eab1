import {expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {LIFECYCLE_SAMPLE} from '../../../rig/lifecycle-sample.ts';
import {run, type Result} from '../run-program.ts';

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run('why', ...words, '--addr', `127.0.0.1:${api.port}`);
}

test('the cause is the first line, and what is not well is exit code 1', async () => {
  await using api = await ApiRig.start();
  const {outcome, stdout, stderr} = await ask(api, 'api');
  expect({outcome, stderr}).toEqual({outcome: 1, stderr: ''});
  expect(stdout).toMatch(
    /^api crashed \(exit code 1\)\n\nstatus .*\nexit .*[^]*\nnext {2}prox logs api\n$/,
  );
  expect(api.prox.calls).toContainEqual({operation: 'why', input: {name: 'api'}});
});

test('with --json it is the answer of the API', async () => {
  await using api = await ApiRig.start();
  const {outcome, stdout} = await ask(api, 'api', '--json');
  expect(outcome).toBe(1);
  expect(JSON.parse(stdout)).toEqual(toWire(LIFECYCLE_SAMPLE.why));
});

test('an unknown name is an error', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'apo', hint: 'Did you mean api?'});
  expect(await ask(api, 'apo')).toEqual({
    outcome: 1,
    stdout: '',
    stderr: 'prox: No such process: apo\nDid you mean api?\n',
  });
});
