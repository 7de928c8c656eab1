import type {Facts, Other} from '../../src/core/diagnosis/facts.ts';
import {UNCHECKED} from '../../src/core/health.ts';
import type {PortConflict} from '../../src/core/process-report.ts';
import type {Exit} from '../../src/core/process-state.ts';
import {STAY, type Verdict} from '../../src/core/restart-policy.ts';

/** A process called api that runs, without a port or a healthcheck. */
export function sampleFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    name: 'api',
    state: {status: 'running', pid: 4711},
    wasStarted: true,
    isHeld: false,
    runsForMs: 12_000,
    timeoutMs: undefined,
    nextRestartMs: undefined,
    givenUpAfter: undefined,
    isWatchPaused: false,
    health: UNCHECKED,
    check: undefined,
    port: {number: undefined, holder: undefined, formerHolder: undefined},
    output: {stderr: [], stdout: []},
    changes: undefined,
    others: [],
    ...overrides,
  };
}

/** It has exited with 1, or as the test says, and has written `text` to stderr. */
export function crashedFacts(
  text: string,
  {exit = {}, verdict = STAY, ...overrides}: CrashOptions = {},
): Facts {
  return sampleFacts({
    state: {
      status: 'crashed',
      cause: {type: 'exited', exit: {code: 1, signal: undefined, success: false, ...exit}},
      verdict,
    },
    runsForMs: undefined,
    output: {stderr: text.split('\n'), stdout: []},
    ...overrides,
  });
}

interface CrashOptions extends Partial<Facts> {
  readonly exit?: Partial<Exit>;
  readonly verdict?: Verdict;
}

export function sampleHolder(overrides: Partial<PortConflict> = {}): PortConflict {
  return {
    port: 3000,
    pid: 123,
    command: 'node other.js',
    cwd: '/x',
    project: undefined,
    process: undefined,
    ...overrides,
  };
}

/** A process called db that runs at port 5432. */
export function sampleOther(overrides: Partial<Other> = {}): Other {
  return {
    name: 'db',
    kind: 'process',
    status: 'running',
    health: 'healthy',
    port: 5432,
    waitingOn: [],
    reason: undefined,
    ...overrides,
  };
}
