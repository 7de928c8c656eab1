import {expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {ProcessList} from '../../../../src/core/process-report.ts';
import type {ProcessRef} from '../../../../src/core/prox.ts';
import type {WhyReport} from '../../../../src/core/why-report.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {LIFECYCLE_SAMPLE} from '../../../rig/lifecycle-sample.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
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

class GroupProx extends FakeProx {
  override async processes(): Promise<ProcessList> {
    const names = ['web', 'api', 'db'];
    return {processes: names.map(name => sampleSummary({name, groups: ['stack']}))};
  }

  override async why({name}: ProcessRef): Promise<WhyReport> {
    const isWell = name !== 'api';
    const status = isWell ? 'running' : 'crashed';
    return {...LIFECYCLE_SAMPLE.why, name, status, ...(isWell && {cause: undefined})};
  }
}

test('of a group there is a page for who is not well, and a line for each of the others', async () => {
  await using api = await ApiRig.start({prox: new GroupProx()});
  const {outcome, stdout} = await ask(api, 'stack');
  expect(outcome).toBe(1);
  expect(stdout).toMatch(
    /^api crashed \(exit code 1\)\n\nstatus [^]*\nnext {2}prox logs api\n\nweb is running\ndb is running\n$/,
  );
  const {processes} = JSON.parse((await ask(api, 'stack', '--json')).stdout) as {
    readonly processes: readonly {readonly name: string}[];
  };
  expect(processes.map(({name}) => name)).toEqual(['web', 'api', 'db']);
});

test('an unknown name is refused with the nearest of processes and groups', async () => {
  await using api = await ApiRig.start({prox: new GroupProx()});
  expect(await ask(api, 'stak')).toMatchObject({
    outcome: 1,
    stderr: expect.stringContaining('Did you mean stack?') as string,
  });
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
