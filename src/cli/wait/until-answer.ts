import {type Clock, pause} from '../../core/clock.ts';
import {type AddressProbe, probeAddress} from '../../supervisor/probes.ts';
import type {Wait} from './wait-for.ts';

const INTERVAL_MS = 200;
const PROBE_TIMEOUT_MS = 5000;

export interface AnswerOptions {
  readonly probe: AddressProbe;
  readonly clock: Clock;
  /** As it was written. */
  readonly condition: string;
}

/** Until the address answers as it should, whoever is behind it. */
export function untilAnswer({probe, clock, condition}: AnswerOptions): Wait {
  return async signal => {
    let reason = 'no answer yet';
    while (!signal.aborted) {
      const result = await probeAddress(probe, {clock, timeoutMs: PROBE_TIMEOUT_MS, signal});
      if (result.success) return [];
      if (!signal.aborted) reason = withoutAddress(result.problem, condition);
      await pause(clock, INTERVAL_MS, signal);
    }
    return [{name: condition, reason, isLost: false, process: undefined}];
  };
}

/** `connection refused (http://…)`: the condition that stands before it may name the same. */
function withoutAddress(problem: string, condition: string): string {
  const [all, what = '', address = ''] = /^(.*) \((.*)\)$/.exec(problem) ?? [];
  return all !== undefined && condition.includes(address) ? what : problem;
}
