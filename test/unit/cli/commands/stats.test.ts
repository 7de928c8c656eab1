import {describe, expect, test} from 'vitest';
import {toWire} from '../../../../src/api/wire.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {ProcessStats, UsageList} from '../../../../src/core/stats.ts';
import type {ProcessRef} from '../../../../src/core/prox.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx, SAMPLE} from '../../../rig/fake-prox.ts';
import {run, runBy, runOn, type Result} from '../run-program.ts';

const [web] = SAMPLE.usage.processes;

/** Two processes; the second one uses more. Ends after so many looks at it. */
class WorkingProx extends FakeProx {
  #looks: number;

  constructor(looks = Number.POSITIVE_INFINITY) {
    super();
    this.#looks = looks;
  }

  override async usage(): Promise<UsageList> {
    if (this.#looks-- === 0) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    return {processes: [web, {...web, name: 'api', cpuPercent: 80}]};
  }

  override async processStats({name}: ProcessRef): Promise<ProcessStats> {
    return {...SAMPLE.processStats, name};
  }
}

async function ask(api: ApiRig, ...words: readonly string[]): Promise<Result> {
  return run(...words, '--addr', `127.0.0.1:${api.port}`);
}

function namesOf(text: string): readonly (string | undefined)[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => /^\w*/.exec(line)?.[0]);
}

describe('stats', () => {
  test('is a table in the order of prox.yaml, with all and prox itself', async () => {
    await using api = await ApiRig.start({prox: new WorkingProx()});
    const {outcome, stdout, stderr} = await ask(api, 'stats');

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    expect(namesOf(stdout)).toEqual(['NAME', 'web', 'api', 'all', 'prox']);
  });

  test('as JSON has what the API answers about prox and about each process', async () => {
    await using api = await ApiRig.start();

    expect(JSON.parse((await ask(api, 'stats', '--json')).stdout)).toEqual(
      toWire({stats: SAMPLE.stats, processes: SAMPLE.usage.processes}),
    );
  });

  test('of names shows the tree of each', async () => {
    await using api = await ApiRig.start({prox: new WorkingProx()});

    expect(namesOf((await ask(api, 'stats', 'api', 'web')).stdout)).toEqual([
      'NAME',
      'api',
      'web',
      '',
      'NAME',
      'api',
      'web',
    ]);
    expect(JSON.parse((await ask(api, 'stats', 'web', '--json')).stdout)).toEqual(
      toWire({processes: [SAMPLE.processStats]}),
    );
  });

  test('of a name that no process has offers the nearest', async () => {
    await using api = await ApiRig.start();

    expect(await ask(api, 'stats', 'wbe')).toMatchObject({
      outcome: 1,
      stderr: expect.stringContaining('Did you mean web?') as string,
    });
  });

  test('--watch draws over the one before, on a screen of its own; into a pipe one below the other', async () => {
    await using api = await ApiRig.start({prox: new WorkingProx()});
    const words = ['stats', '--watch', '--addr', `127.0.0.1:${api.port}`];
    const onTerminal = await runOn({goneAfter: /prox/, columns: 80, rows: 24}, ...words);
    const intoPipe = await runOn({goneAfter: /^prox/m}, ...words);

    expect(onTerminal.stdout.startsWith('\u001b[?1049h')).toBe(true);
    expect(onTerminal.stdout).toContain('\u001b[H\u001b[KNAME');
    expect(onTerminal.stdout).toContain('Ctrl-C ends it');
    expect(onTerminal.stdout.endsWith('\u001b[?1049l')).toBe(true);
    expect(intoPipe.stdout).toMatch(/^NAME/);
    expect(intoPipe.stdout).not.toContain('\u001b');
  });
});

describe('top', () => {
  test('has the most CPU first, every two seconds, and ends well with prox', async () => {
    await using api = await ApiRig.start({prox: new WorkingProx(2)});
    const clock = new FakeClock();
    const ended = runBy(clock, 'top', '--addr', `127.0.0.1:${api.port}`);
    await clock.timerArmed(2000);
    clock.advance(2000);
    await clock.timerArmed(2000);
    clock.advance(2000);
    const {outcome, stdout, stderr} = await ended;

    expect({outcome, stderr}).toEqual({outcome: 0, stderr: ''});
    const table = ['NAME', 'api', 'web', 'all', 'prox'];
    expect(namesOf(stdout)).toEqual([...table, ...table]);
  });

  test('as JSON is an object a line', async () => {
    await using api = await ApiRig.start({prox: new WorkingProx()});
    const words = ['top', '--json', '--addr', `127.0.0.1:${api.port}`];
    const {stdout} = await runOn({goneAfter: /\n/, columns: 80}, ...words);

    expect(JSON.parse(stdout)).toMatchObject({processes: [{name: 'api'}, {name: 'web'}]});
  });
});
