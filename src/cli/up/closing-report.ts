import type {App} from '../../app/app.ts';
import type {Clock} from '../../core/clock.ts';
import {describeExit} from '../../core/exit.ts';
import type {ProcessSummary} from '../../core/prox.ts';
import type {Output} from '../output.ts';
import {renderClosing, type EndedRun} from '../render/closing-table.ts';
import {sanitize} from '../../core/sanitize.ts';
import {tellingLine} from '../render/telling-line.ts';

interface RunTime {
  readonly pid: number;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}

/** Watches how long each run lasts, for the table that closes `prox up`. */
export class RunTimes {
  readonly #app: App;
  readonly #clock: Clock;
  readonly #runs = new Map<string, RunTime>();
  readonly #end = new AbortController();

  constructor(app: App, clock: Clock) {
    this.#app = app;
    this.#clock = clock;
    void this.#watch();
  }

  stop(): void {
    this.#end.abort();
  }

  /** 0 for a run that was too short to be seen. */
  msOf(name: string): number {
    const run = this.#runs.get(name);
    return run === undefined ? 0 : (run.endedAt ?? this.#clock.monotonic()) - run.startedAt;
  }

  async #watch(): Promise<void> {
    const {signal} = this.#end;
    for await (const {processes} of this.#app.followProcesses({}, {signal})) {
      for (const process of processes) this.#note(process);
    }
  }

  #note({name, pid, uptimeSeconds}: ProcessSummary): void {
    const now = this.#clock.monotonic();
    const run = this.#runs.get(name);
    if (pid === 0) {
      if (run !== undefined) this.#runs.set(name, {...run, endedAt: run.endedAt ?? now});
    } else if (run?.pid !== pid) {
      this.#runs.set(name, {pid, startedAt: now - uptimeSeconds * 1000, endedAt: undefined});
    }
  }
}

/** Prints how every run ended, to standard error. Whether all ended well. */
export async function reportEnd(app: App, times: RunTimes, output: Output): Promise<boolean> {
  const {processes} = await app.processes();
  const isWell = processes.every(({status}) => status !== 'crashed');
  if (isWell) return true;
  const runs = processes
    .filter(process => process.status === 'crashed' || hasEnded(process))
    .map(async process => toEndedRun(process, {app, times}));
  await output.complain(renderClosing(await Promise.all(runs), output.errorPaint));
  return false;
}

async function toEndedRun(
  process: ProcessSummary,
  {app, times}: {readonly app: App; readonly times: RunTimes},
): Promise<EndedRun> {
  const {name, status, exitCode, signal, reason} = process;
  const {logs} = await app.logs({process: [name], stream: ['stderr'], lines: 50});
  return {
    name,
    end: reason ?? describeExit({code: exitCode, signal}),
    isBad: status === 'crashed',
    ranForMs: times.msOf(name),
    lastError: sanitize(tellingLine(logs.map(({line}) => line)), {keepColors: false}),
  };
}

function hasEnded({exitCode, signal}: ProcessSummary): boolean {
  return exitCode !== undefined || signal !== undefined;
}
