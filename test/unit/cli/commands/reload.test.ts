import {expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {ReloadReport} from '../../../../src/core/reload-report.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {logEntry, SAMPLE} from '../../../rig/fake-prox.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {runBy, type Result} from '../run-program.ts';

/** What is started is watched for half a second, which is over as soon as the command waits for it. */
async function reload(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  const clock = new FakeClock();
  void clock.timerArmed(500).then(() => clock.advance(500));
  return runBy(clock, 'reload', ...words, '--addr', `127.0.0.1:${api.port}`);
}

/** Answers the next reload with it. */
function answer(api: ApiRig, report: Partial<ReloadReport>): void {
  api.prox.reload = async () => ({...SAMPLE.reload, ...report});
}

test('reload tells each change', async () => {
  await using api = await ApiRig.start();
  expect(await reload(api)).toEqual({
    outcome: 0,
    stdout: '+ new added\n~ web restarted (cmd, env_file)\nneeds a restart of prox: api.port\n',
    stderr: '',
  });
  expect(api.prox.calls).toContainEqual({operation: 'reload', input: {dryRun: false}});
});

test('reload --dry-run asks for nothing more than a look', async () => {
  await using api = await ApiRig.start();
  await reload(api, '--dry-run');
  expect(api.prox.calls).toContainEqual({operation: 'reload', input: {dryRun: true}});
});

test('reload says when nothing has changed', async () => {
  await using api = await ApiRig.start();
  const none = {added: [], removed: [], unchanged: ['web']};
  answer(api, {
    processes: {...none, restarted: [], updated: []},
    routes: {...none, changed: []},
    restartRequired: [],
  });
  expect(await reload(api)).toMatchObject({outcome: 0, stdout: 'nothing has changed\n'});
});

test('reload --json prints the answer of the API', async () => {
  await using api = await ApiRig.start();
  const {stdout} = await reload(api, '--json');
  expect(JSON.parse(stdout)).toEqual(toWire({success: true, ...SAMPLE.reload}));
});

test('reload fails when something could not be stopped or started', async () => {
  await using api = await ApiRig.start();
  const failures = [{process: 'web', error: 'No such command', code: 'SPAWN_FAILED'}];
  answer(api, {failures});
  expect(await reload(api)).toEqual({
    outcome: 1,
    stdout: '+ new added\nneeds a restart of prox: api.port\n',
    stderr: 'web: No such command\n',
  });
  const {outcome, stdout} = await reload(api, '--json');
  expect(outcome).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({success: false, failures});
});

test('reload fails when what it has started dies at once, and shows its last words', async () => {
  await using api = await ApiRig.start();
  answer(api, {processes: {...SAMPLE.reload.processes, added: ['api'], restarted: []}});
  const logs = [logEntry(2, {line: 'of an older run'}), logEntry(3, {line: 'boom'})];
  api.prox.logs = async ({process}) => (process ? {...SAMPLE.logs, logs} : SAMPLE.logs);
  const crashed = sampleSummary({name: 'api', status: 'crashed', reason: 'exit code 1'});
  api.prox.processes = async () => ({processes: [crashed]});
  expect(await reload(api)).toEqual({
    outcome: 1,
    stdout: 'needs a restart of prox: api.port\n',
    stderr: 'api crashed (exit code 1)\n  boom\n',
  });
});

test.each([[[]], [['--json']]])(
  'reload %j of an invalid file shows every problem',
  async (words: readonly string[]) => {
    await using api = await ApiRig.start();
    const detail = '/p/prox.yaml:2:3: no\n\n/p/prox.yaml:4:1: neither';
    const hint = 'Mend /p/prox.yaml; everything runs on as it was.';
    const errors = [{path: 'processes.web', line: 2, column: 3, message: 'no'}];
    api.prox.reload = async () => {
      throw new ProxError('CONFIG_INVALID', {detail, hint, details: {errors}});
    };
    expect(await reload(api, ...words)).toEqual({
      outcome: 2,
      stdout: words.includes('--json') ? `${JSON.stringify({success: false, errors})}\n` : '',
      stderr: `${detail}\n\nprox: not reloaded. ${hint}\n`,
    });
  },
);
