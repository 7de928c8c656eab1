import type {Config} from '../../config/config.ts';
import {ProxError} from '../../core/errors.ts';
import type {ProcessSummary, Prox} from '../../core/prox.ts';
import {isGone} from '../gone.ts';
import {complainOfCrash, type SettleOptions} from '../settle.ts';

export interface WaitOptions extends SettleOptions {
  readonly timeoutMs: number;
}

/**
 * Until every named process runs, and is healthy when it has a healthcheck; one that has ended well by
 * itself counts too. False when one can no longer get there: the reason is on standard error.
 * @throws ProxError TIMED_OUT with the names that are not ready, NOT_RUNNING when prox ended
 */
export async function waitUntilReady(config: Config, options: WaitOptions): Promise<boolean> {
  const {prox, clock, timeoutMs} = options;
  const deadline = new AbortController();
  const timer = clock.after(timeoutMs, () => deadline.abort());
  const readiness = new Readiness(config, options.names);
  try {
    for await (const {processes} of prox.followProcesses({}, {signal: deadline.signal})) {
      readiness.observe(processes);
      if (await complainOfFailures(readiness, options)) return false;
      if (readiness.waiting.length === 0) return true;
    }
  } catch (error) {
    if (!isGone(error)) throw error; // as when its stream ends
  } finally {
    timer.cancel();
  }
  if (!deadline.signal.aborted) throw ended(readiness);
  // The last snapshot may be old, and with a short time there is none.
  readiness.observe((await prox.processes()).processes);
  if (readiness.waiting.length === 0) return true;
  throw new ProxError('TIMED_OUT', {
    detail: notReady(readiness),
    hint: 'See `prox status` and `prox logs`; everything stays up.',
  });
}

function ended(readiness: Readiness): ProxError {
  return new ProxError('NOT_RUNNING', {
    detail: `it has ended; ${notReady(readiness)}`,
    hint: 'See the end of .prox/prox.log.',
  });
}

function notReady({waiting}: Readiness): string {
  return `not ready: ${waiting.join(', ')}`;
}

/** Whether there is a reason to give up. */
async function complainOfFailures(
  {crashed, stopped}: Readiness,
  options: WaitOptions,
): Promise<boolean> {
  const {prox, output} = options;
  for (const name of crashed) await complainOfCrash(name, options);
  if (crashed.length > 0) return true;
  if (await isEnding(prox)) {
    await output.complain('prox is being stopped');
    return true;
  }
  for (const name of stopped) await output.complain(`${name} was stopped, or did not start`);
  return stopped.length > 0;
}

async function isEnding(prox: Prox): Promise<boolean> {
  try {
    return (await prox.status()).status === 'stopping';
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

/** What the snapshots of all processes say about the named ones. */
class Readiness {
  readonly #config: Config;
  readonly #names: readonly string[];
  /** A stop was seen under way: whatever the exit code, the process did not end by itself. */
  readonly #stopping = new Set<string>();
  waiting: readonly string[];
  crashed: readonly string[] = [];
  stopped: readonly string[] = [];

  constructor(config: Config, names: readonly string[]) {
    this.#config = config;
    this.#names = names;
    this.waiting = names;
  }

  observe(processes: readonly ProcessSummary[]): void {
    const chosen = processes.filter(({name}) => this.#names.includes(name));
    for (const {name, status} of chosen) {
      if (status === 'stopping') this.#stopping.add(name);
      else if (status !== 'stopped') this.#stopping.delete(name);
    }
    const namesWhere = (test: (process: ProcessSummary) => boolean): readonly string[] =>
      chosen.filter(process => test(process)).map(({name}) => name);
    this.crashed = namesWhere(({status}) => status === 'crashed');
    this.stopped = namesWhere(process => process.status === 'stopped' && !this.#isReady(process));
    this.waiting = namesWhere(process => !this.#isReady(process));
  }

  #isReady({name, status, health, exitCode}: ProcessSummary): boolean {
    const process = this.#config.processes.find(candidate => candidate.name === name);
    if (status === 'running') return process?.healthcheck === undefined || health === 'healthy';
    if (status !== 'stopped' || this.#stopping.has(name) || exitCode === undefined) return false;
    return process?.successExitCodes.includes(exitCode) === true;
  }
}
