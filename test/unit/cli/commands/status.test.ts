import {expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import type {ProcessList} from '../../../../src/core/process-report.ts';
import type {SupervisorStatus} from '../../../../src/core/prox.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {sampleHolder} from '../../../rig/sample-facts.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {type Result, run} from '../run-program.ts';

class StackProx extends FakeProx {
  override async processes(): Promise<ProcessList> {
    const db = sampleSummary({name: 'db', status: 'crashed', reason: 'exit code 1'});
    const needsDb = [{name: 'db', condition: 'healthy'}] as const;
    return {processes: [db, sampleSummary({name: 'api', dependsOn: needsDb})]};
  }
}

/** `prox status` with these words, asked of a stack whose db has crashed. */
async function status(...words: readonly string[]): Promise<Result> {
  await using rig = await ApiRig.start({prox: new StackProx()});
  return await run('status', ...words, '--addr', `127.0.0.1:${rig.port}`);
}

test('status --graph shows what needs what, and answers 0 however they are', async () => {
  expect(await status('--graph')).toEqual({
    outcome: 0,
    stdout: '1  db (crashed)\n2  api (running) → db healthy\n',
    stderr: '',
  });
});

test('status --graph=mermaid is a picture for a page', async () => {
  const {stdout} = await status('--graph=mermaid');
  expect(stdout).toMatch(/^graph TD\n {2}n0\["db<br\/>crashed"\]:::crashed\n/);
});

test.each([[['--graph=json']], [['--graph', '--json']], [['--graph=mermaid', '--json']]])(
  'status %j is one JSON object of nodes and edges',
  async words => {
    const {stdout} = await status(...words);
    expect(JSON.parse(stdout)).toEqual({
      nodes: [
        {name: 'db', kind: 'process', status: 'crashed'},
        {name: 'api', kind: 'process', status: 'running'},
      ],
      edges: [{from: 'api', to: 'db', condition: 'healthy'}],
    });
  },
);

test('status --timings shows how the start went', async () => {
  const {outcome, stdout} = await status('--timings');
  expect(outcome).toBe(0);
  expect(stdout).toMatch(/^NAME +0s +120ms +SPAWNED +LINE +PORT +READY\nweb +·+░+▒+▓/);
  expect(stdout).toContain('critical path: web (120ms)');
});

test('status --timings --json is the answer of the API', async () => {
  const {stdout} = await status('--timings', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    total_ms: 120,
    processes: [{name: 'web', first_line_ms: 60, healthy_ms: null}],
    critical_path: ['web'],
  });
});

test.each([
  [['--graph', '--timings'], /--graph and --timings exclude each other/],
  [['--watch', '--graph=text'], /--watch and --graph exclude each other/],
  [['--graph=dot'], /--graph must be one of text, mermaid, json, not 'dot'/],
])('status %j is refused before prox is asked', async (words, message) => {
  const {outcome, stderr} = await run('status', ...words);
  expect(outcome).toBe(2);
  expect(stderr).toMatch(message);
});

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

test('status of a name or a group shows those alone, and judges those alone', async () => {
  const {outcome, stdout} = await status('api');
  expect(outcome).toBe(0);
  expect(stdout).toMatch(/^NAME .*\napi +running/);
  expect(stdout).not.toContain('db ');
  expect(await status('apo')).toMatchObject({
    outcome: 1,
    stderr: expect.stringContaining('Did you mean api?') as string,
  });
});

test('status names who holds the port of a process', async () => {
  class ConflictProx extends FakeProx {
    override async processes(): Promise<ProcessList> {
      return {
        processes: [sampleSummary({portConflict: sampleHolder()}), sampleSummary({name: 'db'})],
      };
    }
  }
  await using rig = await ApiRig.start({prox: new ConflictProx()});
  const {outcome, stderr} = await run('status', '--addr', `127.0.0.1:${rig.port}`);
  expect(outcome).toBe(0);
  expect(stderr).toContain(
    'note: web wants port 3000, which is held by pid 123 (node other.js, in /x): Run `prox why web`.\n',
  );
  expect((await run('status', 'db', '--addr', `127.0.0.1:${rig.port}`)).stderr).toBe('');
});
