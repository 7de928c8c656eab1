import {expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import type {SupervisorStatus} from '../../../../src/core/prox.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {run} from '../run-program.ts';

class EndingProx extends FakeProx {
  override async status(): Promise<SupervisorStatus> {
    throw new ProxError('SHUTDOWN_IN_PROGRESS');
  }
}

test('status --watch --json ends well when prox ends between two questions', async () => {
  await using rig = await ApiRig.start({prox: new EndingProx()});
  const address = `127.0.0.1:${rig.port}`;
  expect(await run('status', '--watch', '--json', '--addr', address)).toEqual({
    outcome: 0,
    stdout: '',
    stderr: '',
  });
  expect(await run('status', '--json', '--addr', address)).toMatchObject({outcome: 1});
});
