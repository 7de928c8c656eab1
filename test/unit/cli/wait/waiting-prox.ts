import {expect} from 'vitest';
import type {ProcessList, ProcessSummary} from '../../../../src/core/process-report.ts';
import type {SupervisorStatus} from '../../../../src/core/prox.ts';
import {
  type Missing,
  type Wait,
  waitFor,
  type WaitResult,
} from '../../../../src/cli/wait/wait-for.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {FakeProx} from '../../../rig/fake-prox.ts';
import {Feed} from '../../../rig/feed.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';

export const TIMEOUT_MS = 60_000;

/** A prox with one process, `web`, whose snapshots the test hands out. */
export class WaitingProx extends FakeProx {
  readonly snapshots = new Feed<ProcessList>();
  readonly clock = new FakeClock();
  /** Aborted: prox has ended. */
  readonly end = new AbortController();
  isStopping = false;
  #latest: ProcessList = {processes: []};
  override processSource = ({signal}: {readonly signal: AbortSignal}): AsyncIterable<ProcessList> =>
    this.snapshots.read(AbortSignal.any([signal, this.end.signal]));

  override async status(): Promise<SupervisorStatus> {
    const status = await super.status();
    return this.isStopping ? {...status, status: 'stopping'} : status;
  }

  override async processes(): Promise<ProcessList> {
    return this.#latest;
  }

  show(...processes: readonly Partial<ProcessSummary>[]): void {
    this.#latest = {processes: processes.map(sampleSummary)};
    this.snapshots.push(this.#latest);
  }

  async wait(wait: Wait): Promise<WaitResult> {
    return waitFor([wait], {clock: this.clock, timeoutMs: TIMEOUT_MS});
  }
}

export function lost(missing: Pick<Missing, 'name' | 'reason'>): unknown {
  return {missing: [expect.objectContaining({...missing, isLost: true})], isTimedOut: false};
}
