import type {ProcessSummary} from '../../src/core/process-report.ts';
import type {ConfigSource} from './project.ts';
import {ScriptedProcess} from './scripted-process.ts';
import type {ScriptedRun} from './scripted-run.ts';
import {StillClock} from './still-clock.ts';
import {TestApp} from './test-app.ts';

interface Stage extends AsyncDisposable {
  readonly app: TestApp;
  readonly clock: StillClock;
  /** The next run, when prox knows of it. */
  readonly nextRun: () => Promise<ScriptedRun>;
  /** Resolves with the wait before the next restart. */
  readonly crash: (run: ScriptedRun) => Promise<number | undefined>;
}

/** `web`, driven by hand, in time that is moved by hand. */
export async function stage(
  definition: object,
  files: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const web = await ScriptedProcess.create();
  const clock = new StillClock();
  const config: ConfigSource = {processes: {web: {cmd: web.command, ...definition}}};
  const app = await TestApp.create({config, files, clock});
  await app.begin();
  return {
    app,
    clock,
    nextRun: async () => {
      const run = await web.nextRun();
      await app.until('web', ({pid}) => pid === run.pid);
      return run;
    },
    crash: async run => {
      await run.exit(1);
      return (await app.until('web', hasCrashed)).nextRestartMs;
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await web[Symbol.asyncDispose]();
    },
  };
}

export function hasCrashed({status}: ProcessSummary): boolean {
  return status === 'crashed';
}
