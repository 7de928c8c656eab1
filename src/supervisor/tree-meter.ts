import type {Usage} from '../core/stats.ts';
import type {ProcessRow} from '../os/process-table.ts';
import type {ProcessTree} from './process-tree.ts';

export interface MemberUsage extends Usage {
  readonly row: ProcessRow;
}

/** Processor time is told in steps of 10 ms: over less than this it says little. */
const MIN_WINDOW_MS = 250;
const NOTHING: Usage = {cpuPercent: 0, memoryBytes: 0};

/** What one run uses, from one look to the next. */
export class TreeMeter {
  readonly tree: ProcessTree;
  #usage = NOTHING;
  #peak = NOTHING;
  #members: readonly MemberUsage[] = [];
  /** Monotonic ms of the latest look, and of the start before the first. */
  #since: number;
  #isMeasured = false;
  /** The members by then, by their pid. */
  #before: ReadonlyMap<number, ProcessRow> = new Map();

  /** `startedAt` is monotonic ms. */
  constructor(tree: ProcessTree, startedAt: number) {
    this.tree = tree;
    this.#since = startedAt;
  }

  get isMeasured(): boolean {
    return this.#isMeasured;
  }

  get usage(): Usage {
    return this.#usage;
  }

  /** The most of each that was measured. */
  get peak(): Usage {
    return this.#peak;
  }

  /** Parents before their children. */
  get members(): readonly MemberUsage[] {
    return parentsFirst(this.#members, this.tree.pid);
  }

  /** `rows` are all members of the tree at this monotonic ms. Who is new among them counts from its start. */
  measure(rows: readonly ProcessRow[], at: number): void {
    const elapsedMs = at - this.#since;
    if (elapsedMs < MIN_WINDOW_MS) return;
    this.#members = rows.map(row => ({
      row,
      cpuPercent: (this.#spentMs(row) / elapsedMs) * 100,
      memoryBytes: row.memoryBytes,
    }));
    this.#usage = sumOf(this.#members);
    this.#peak = greaterOf(this.#peak, this.#usage);
    this.#before = new Map(rows.map(row => [row.pid, row]));
    this.#since = at;
    this.#isMeasured = true;
  }

  /** Nothing of it is left. */
  end(): void {
    this.#usage = NOTHING;
    this.#members = [];
    this.#before = new Map();
  }

  /** Who has got the pid of another is another. */
  #spentMs({pid, startTime, cpuMs}: ProcessRow): number {
    const before = this.#before.get(pid);
    return before?.startTime === startTime ? Math.max(0, cpuMs - before.cpuMs) : cpuMs;
  }
}

export function sumOf(usages: Iterable<Usage>): Usage {
  let cpuPercent = 0;
  let memoryBytes = 0;
  for (const usage of usages) {
    cpuPercent += usage.cpuPercent;
    memoryBytes += usage.memoryBytes;
  }
  return {cpuPercent, memoryBytes};
}

function greaterOf(one: Usage, other: Usage): Usage {
  return {
    cpuPercent: Math.max(one.cpuPercent, other.cpuPercent),
    memoryBytes: Math.max(one.memoryBytes, other.memoryBytes),
  };
}

/** The child and what descends from it, then those whose parent is not among them. */
function parentsFirst(members: readonly MemberUsage[], child: number): readonly MemberUsage[] {
  const pids = new Set(members.map(({row}) => row.pid));
  const rank = ({row}: MemberUsage): number => (row.pid === child ? 0 : row.pid);
  const roots = members.filter(({row}) => row.pid === child || !pids.has(row.parent));
  const ordered = new Set(roots.toSorted((left, right) => rank(left) - rank(right)));
  // A set yields what is added to it while it is walked.
  for (const {row} of ordered) {
    for (const member of members) if (member.row.parent === row.pid) ordered.add(member);
  }
  return [...ordered];
}
