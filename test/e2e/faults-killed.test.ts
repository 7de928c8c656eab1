import {createServer} from 'node:net';
import {describe, expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';
import type {ScriptedRun} from '../rig/scripted-run.ts';

const api = {port: 0};

/** Until an obedient stack is gone, and until a stubborn one is (spec: supervision.md). */
const OBEDIENT_MS = 500;
const STUBBORN_MS = {least: 1900, most: 3000};

interface Stack extends AsyncDisposable {
  readonly cli: ProxCli;
  readonly web: ScriptedProcess;
  readonly prox: number;
  /** They end by SIGTERM; the second is in a session of its own. */
  readonly obedient: readonly [child: ScriptedRun, grandchild: ScriptedRun];
  /** They do not; the second is in a session of its own. */
  readonly stubborn: readonly [child: ScriptedRun, grandchild: ScriptedRun];
}

async function startStack(...args: readonly string[]): Promise<Stack> {
  const web = await ScriptedProcess.create();
  const db = await ScriptedProcess.create();
  const processes = {web: web.command, db: db.command};
  const cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', ...args);
  const [child, other] = await Promise.all([web.nextRun(), db.nextRun()]);
  await other.ignoreSignals('SIGTERM');
  const obedient = [child, await child.spawnGrandchild({detached: true})] as const;
  const stray = await other.spawnGrandchild({detached: true, ignoresSigterm: true});
  await up.line(args.length > 0 ? /prox started/ : /listening on/);
  if (args.length > 0) await up.exit;
  return {
    cli,
    web,
    prox: cli.state().pid,
    obedient,
    stubborn: [other, stray],
    async [Symbol.asyncDispose]() {
      await cli[Symbol.asyncDispose]();
      await web[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

/** Rejects when somebody listens there. */
async function listenOnce(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  await new Promise(resolve => server.close(resolve));
}

async function allEnded(runs: readonly ScriptedRun[]): Promise<void> {
  await Promise.all(runs.map(run => run.ended));
}

describe.each([['in the foreground'], ['detached', '-d']])('prox killed %s', (_how, ...args) => {
  test('takes its processes with it, the stubborn ones after their grace', async () => {
    await using stack = await startStack(...args);
    const {cli, web, prox, obedient, stubborn} = stack;
    const ports = [cli.state().port, await obedient[0].listen()];
    process.kill(prox, 'SIGKILL');
    const killedAt = performance.now();

    await allEnded(obedient);
    expect(performance.now() - killedAt).toBeLessThan(OBEDIENT_MS);
    await Promise.all(ports.map(listenOnce));

    await allEnded(stubborn);
    const stubbornMs = performance.now() - killedAt;
    expect(stubbornMs).toBeGreaterThan(STUBBORN_MS.least);
    expect(stubbornMs).toBeLessThan(STUBBORN_MS.most);
    await cli.assertNothingLeft();

    const next = cli.spawn('up');
    await next.line(/web started/);
    await web.nextRun();
    expect(next.stderr).toBe('');
  });
});

test('the next up ends what outlived prox and its guardian, and says so', async () => {
  await using stack = await startStack();
  const {cli, web, prox, obedient, stubborn} = stack;
  process.kill(await cli.pidOf(/prox-guardian/), 'SIGKILL');
  process.kill(prox, 'SIGKILL');
  const left = [...obedient, ...stubborn];
  for (const run of left) expect((await run.report()).signalsSeen).toEqual([]);

  const up = cli.spawn('up');
  await allEnded(left);
  await up.line(/web started/);
  for (const {pid} of left) {
    expect(up.stderr).toMatch(
      new RegExp(`^prox: ended pid ${pid} \\(.+\\), left over from the last run$`, 'm'),
    );
  }
  await web.nextRun();
});
