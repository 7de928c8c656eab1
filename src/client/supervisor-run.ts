import type {Clock} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';

/** One life of a prox, as far as it can be told from outside. */
export interface SupervisorRun {
  readonly pid: number;
  /** Of the clock of this side, as `monotonic`. */
  readonly startedMs: number;
}

/** Uptime is told in whole seconds, and an answer takes its time. */
const TOLERANCE_MS = 2500;

export async function runOf(prox: Prox, clock: Clock): Promise<SupervisorRun> {
  const {pid, uptimeSeconds} = await prox.status();
  return {pid, startedMs: clock.monotonic() - uptimeSeconds * 1000};
}

/** Whether `now` is another run than `before`: in a container every run may have the same pid. */
export function isAnotherRun(before: SupervisorRun, now: SupervisorRun): boolean {
  return now.pid !== before.pid || now.startedMs - before.startedMs > TOLERANCE_MS;
}
