import {systemClock, type Clock} from '../../src/core/clock.ts';
import type {OutputLine, ProcessWatch, TargetProcess} from '../../src/proxy/process-watch.ts';

/** The processes behind the services, as the test says they are. */
export class FakeProcesses implements ProcessWatch {
  isEnding = false;
  readonly #processes = new Map<string, TargetProcess>();
  readonly #lines = new Map<string, OutputLine[]>();
  readonly #clock: Clock;
  #readers: (() => void)[] = [];
  #waiters: Waiter[] = [];

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  starting(name: string): void {
    this.#set({...stopped(name), status: 'starting', isComing: true});
  }

  /** Started this moment. */
  running(name: string): void {
    this.#set({...stopped(name), status: 'running', startedAt: this.#clock.monotonic()});
  }

  /** A restart has begun: its child is being ended, another will come. */
  restarting(name: string): void {
    this.#set({...stopped(name), status: 'stopping', isComing: true});
  }

  stopping(name: string): void {
    this.#set({...stopped(name), status: 'stopping'});
  }

  crashed(name: string, reason: string): void {
    this.#set({...stopped(name), status: 'crashed', reason});
  }

  print(name: string, line: string, stream: OutputLine['stream'] = 'stdout'): void {
    const lines = this.#lines.get(name) ?? [];
    this.#lines.set(name, [...lines, {stream, line}]);
  }

  /** Resolves when so many wait for a change. */
  async watchers(count: number): Promise<void> {
    if (this.#readers.length >= count) return;
    await new Promise<void>(resolve => this.#waiters.push({count, resolve}));
  }

  process(name: string): TargetProcess | undefined {
    return this.#processes.get(name);
  }

  async lastLines(name: string, count: number): Promise<readonly OutputLine[]> {
    return (this.#lines.get(name) ?? []).slice(-count);
  }

  async changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const leave = (): void => {
        signal.removeEventListener('abort', leave);
        this.#readers = this.#readers.filter(reader => reader !== leave);
        resolve();
      };
      signal.addEventListener('abort', leave);
      this.#readers.push(leave);
      const enough = this.#waiters.filter(({count}) => count <= this.#readers.length);
      this.#waiters = this.#waiters.filter(waiter => !enough.includes(waiter));
      for (const waiter of enough) waiter.resolve();
    });
  }

  /** Announces it. */
  #set(process: TargetProcess): void {
    this.#processes.set(process.name, process);
    for (const wake of this.#readers.splice(0)) wake();
  }
}

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
}

function stopped(name: string): TargetProcess {
  return {
    name,
    status: 'stopped',
    isComing: false,
    startedAt: undefined,
    port: undefined,
    reason: undefined,
  };
}
