import type {ProcessSummary} from '../../src/core/process-report.ts';

/** A process that runs and is well, or what the test makes of it. */
export function sampleSummary(overrides: Partial<ProcessSummary> = {}): ProcessSummary {
  return {
    name: 'web',
    kind: 'process',
    status: 'running',
    pid: 4711,
    uptimeSeconds: 12,
    restarts: 1,
    health: 'healthy',
    exitCode: undefined,
    signal: undefined,
    port: 3000,
    url: 'http://web.localhost:6788',
    reason: undefined,
    ready: true,
    dependsOn: [],
    waitingOn: [],
    blockedReason: undefined,
    nextRestartMs: undefined,
    watchPaused: false,
    groups: [],
    portConflict: undefined,
    ...overrides,
  };
}
