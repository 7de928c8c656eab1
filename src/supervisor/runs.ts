import {heldText} from '../core/port-holder-text.ts';
import type {PortConflict} from '../core/process-report.ts';
import type {Survivor} from '../core/process-state.ts';
import {asksOwnPort} from './probed-port.ts';
import {Remains} from './remains.ts';
import {Run, type RunPlan} from './run.ts';
import type {RunHost, RunObserver, StopPlan} from './run-host.ts';
import {stillHolds} from './taken-port.ts';

interface RunsObserver extends RunObserver {
  /** Who held the port when it was about to start. */
  readonly portConflict: PortConflict | undefined;
  /** At this monotonic ms. */
  readonly onPortOpen: (at: number) => void;
  /** It should have ended by now. */
  readonly onTimeUp: (pid: number) => void;
}

/** The children of one process, one after the other, and what they leave behind. */
export class Runs {
  readonly #process: string;
  readonly #host: RunHost;
  readonly #remains: Remains;
  /** Aborted when there is no more grace for anybody. */
  readonly #force = new AbortController();
  #latest: Run | undefined;

  constructor(process: string, host: RunHost) {
    this.#process = process;
    this.#host = host;
    this.#remains = new Remains(process);
  }

  get latest(): Run | undefined {
    return this.#latest;
  }

  get remains(): Pick<Remains, 'isBeingEnded' | 'settled' | 'assertNone'> {
    return this.#remains;
  }

  /** No more grace for stops, those under way and those to come. */
  killNow(): void {
    this.#force.abort();
  }

  /** Waits for what is being ended; what could not be ended is tried once more, and returned. */
  async clear(): Promise<readonly Survivor[]> {
    await this.#remains.settled();
    return this.#remains.survivors.length > 0 ? this.sweep() : [];
  }

  /** @throws ProxError SPAWN_FAILED */
  async start(plan: RunPlan, observer: RunsObserver): Promise<Run> {
    const run = await Run.start(plan, this.#host, this.#withOwnPort(plan, observer));
    this.#latest = run;
    this.#awaitPort(run, observer);
    this.#limit(run, observer);
    return run;
  }

  /** Ends the latest child and its tree. Resolves with what outlived it. */
  async terminate(how: StopPlan): Promise<readonly Survivor[]> {
    return this.#end(async run => run.terminate(how, this.#force.signal));
  }

  /** Ends what the latest child, which has ended, left behind. */
  async sweep(): Promise<readonly Survivor[]> {
    return this.#end(async run => run.sweep(this.#force.signal));
  }

  /** A check of its own port that succeeds tells that it listens, unless it is still the stranger's. */
  #withOwnPort({config}: RunPlan, observer: RunsObserver): RunObserver {
    if (!asksOwnPort(config)) return observer;
    const {portConflict, onPortOpen, onHealth} = observer;
    return {
      ...observer,
      objection:
        portConflict &&
        (async () => ((await stillHolds(portConflict)) ? heldText(portConflict) : undefined)),
      onHealth: change => {
        if (change === 'healthy') onPortOpen(this.#host.clock.monotonic());
        onHealth(change);
      },
    };
  }

  /** Who holds the port already would be taken for the child. */
  #awaitPort({plan: {config}, exited}: Run, {onPortOpen, portConflict}: RunsObserver): void {
    const {port} = config;
    if (port === undefined || portConflict) return;
    const over = new AbortController();
    void exited.then(() => over.abort());
    this.#host.ports.watch({port, signal: over.signal, onOpen: onPortOpen});
  }

  /** A task must come to its end in time. */
  #limit({plan: {config}, exited, pid}: Run, {onTimeUp}: RunsObserver): void {
    if (config.timeoutMs === undefined) return;
    const timer = this.#host.clock.after(config.timeoutMs, () => onTimeUp(pid));
    void exited.then(() => timer.cancel());
  }

  async #end(end: (run: Run) => Promise<readonly Survivor[]>): Promise<readonly Survivor[]> {
    const survivors = this.#latest ? await this.#remains.await(end(this.#latest)) : [];
    for (const {pid, command} of survivors) {
      this.#host.log.say(
        this.#process,
        `${this.#process} pid ${pid} (${command}) outlived SIGKILL`,
      );
    }
    return survivors;
  }
}
