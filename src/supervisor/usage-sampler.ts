import type {Clock, Timer} from '../core/clock.ts';
import type {ChildStats, Usage} from '../core/stats.ts';
import type {ProcessRow, ProcessTable} from '../os/process-table.ts';
import {portsOfProcesses} from '../os/process-ports.ts';
import {type ProcessTree, sortIntoTrees} from './process-tree.ts';
import {sumOf, TreeMeter} from './tree-meter.ts';

export const SAMPLE_INTERVAL_MS = 2000;
/** After a start, so that there are figures soon. */
export const FIRST_SAMPLE_MS = 500;

/** One in so many is a look at all processes of the system. */
const LOOKS_UNTIL_FULL = 5;

export interface UsageSamplerOptions {
  readonly clock: Clock;
  readonly table: Pick<ProcessTable, 'rowsExcept'>;
}

/** What a process uses as measured last, and the most of each that was measured of its latest run. */
export interface MeasuredUsage extends Usage {
  readonly peak: Usage;
}

/**
 * What the children use with all that they have started: one look at the processes of the system every two
 * seconds for all of them, whoever asks, and none while there is nothing to measure.
 */
export class UsageSampler {
  readonly #clock: Clock;
  readonly #table: UsageSamplerOptions['table'];
  /** Of the latest run of each process. */
  readonly #meters = new Map<string, TreeMeter>();
  readonly #running = new Set<TreeMeter>();
  /** Who was in no tree: nobody becomes a member later, but by getting such a pid anew. */
  #strangers: ReadonlySet<number> = new Set();
  #looks = 0;
  #memoryBytesPeak = 0;
  #next: {readonly timer: Timer; readonly dueAt: number} | undefined;
  #isLooking = false;
  #isStopped = false;

  constructor({clock, table}: UsageSamplerOptions) {
    this.#clock = clock;
    this.#table = table;
  }

  /** A run begins. */
  add(tree: ProcessTree): void {
    const meter = new TreeMeter(tree, this.#clock.monotonic());
    this.#meters.set(tree.process, meter);
    this.#running.add(meter);
    this.#strangers = new Set(); // its child may have been seen before it was known
    this.#lookIn(FIRST_SAMPLE_MS);
  }

  /** Nothing of the run is left. */
  remove(tree: ProcessTree): void {
    for (const meter of this.#running) {
      if (meter.tree !== tree) continue;
      meter.end();
      this.#running.delete(meter);
    }
    if (this.#running.size === 0) this.#cancel();
  }

  /** Measures nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  /** Zeros when it does not run, or was not looked at yet. */
  of(process: string): MeasuredUsage {
    const meter = this.#meters.get(process);
    return meter ? {...meter.usage, peak: meter.peak} : {...NOTHING, peak: NOTHING};
  }

  /** Each with what it uses itself, parents before their children. */
  childrenOf(process: string): readonly ChildStats[] {
    const members = this.#meters.get(process)?.members ?? [];
    return members.map(({row: {pid, command}, cpuPercent, memoryBytes}) => ({
      pid,
      command,
      cpuPercent,
      memoryBytes,
    }));
  }

  /** TCP ports that the process listens on, with all that it has started, ascending; as they are now. */
  async portsOf(process: string): Promise<readonly number[]> {
    return portsOfProcesses((this.#meters.get(process)?.members ?? []).map(({row}) => row.pid));
  }

  /** Of all processes together. */
  get total(): Usage & {readonly memoryBytesPeak: number} {
    const total = sumOf([...this.#running].map(({usage}) => usage));
    return {...total, memoryBytesPeak: this.#memoryBytesPeak};
  }

  /** In place of a look that was to come later; one under way arms the next by itself. */
  #lookIn(ms: number): void {
    const dueAt = this.#clock.monotonic() + ms;
    if (this.#isStopped || this.#isLooking || (this.#next && this.#next.dueAt <= dueAt)) return;
    this.#cancel();
    this.#next = {timer: this.#clock.after(ms, () => void this.#look()), dueAt};
  }

  #cancel(): void {
    this.#next?.timer.cancel();
    this.#next = undefined;
  }

  async #look(): Promise<void> {
    // Those that come while it looks are not to be taken for what was so before their start.
    const meters = [...this.#running];
    this.#next = undefined;
    this.#looks += 1;
    if (this.#looks % LOOKS_UNTIL_FULL === 0) this.#strangers = new Set();
    this.#isLooking = true;
    const rows = await this.#readRows();
    this.#isLooking = false;
    if (rows) this.#measure(rows, meters);
    const isAnyUnseen = [...this.#running].some(({isMeasured}) => !isMeasured);
    if (this.#running.size > 0) this.#lookIn(isAnyUnseen ? FIRST_SAMPLE_MS : SAMPLE_INTERVAL_MS);
  }

  /** Undefined when there are too many open files, or no `ps`: the next look may see more. */
  async #readRows(): Promise<readonly ProcessRow[] | undefined> {
    return this.#table.rowsExcept(this.#strangers).catch(() => undefined);
  }

  #measure(rows: readonly ProcessRow[], meters: readonly TreeMeter[]): void {
    const now = this.#clock.monotonic();
    const members = sortIntoTrees(
      rows,
      [...this.#running].map(({tree}) => tree),
    );
    for (const meter of meters) {
      if (this.#running.has(meter)) meter.measure(members.get(meter.tree) ?? [], now);
    }
    const own = new Set([...members.values()].flat());
    const others = rows.filter(row => !own.has(row)).map(({pid}) => pid);
    this.#strangers = new Set([...this.#strangers, ...others]);
    this.#memoryBytesPeak = Math.max(this.#memoryBytesPeak, this.total.memoryBytes);
  }
}

const NOTHING: Usage = {cpuPercent: 0, memoryBytes: 0};
