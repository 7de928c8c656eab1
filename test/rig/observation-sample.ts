import type {ConfigReport, ConfigVerdict} from '../../src/core/config-report.ts';
import type {AcknowledgedEvents, EventCount, EventPage, ProxEvent} from '../../src/core/event.ts';
import type {ReadyReport} from '../../src/core/prox.ts';
import type {ProcessStats, Stats, UsageList} from '../../src/core/stats.ts';

export function proxEvent(id: number, changes: Partial<ProxEvent> = {}): ProxEvent {
  return {
    id,
    timestamp: '2026-01-02T03:04:05.678Z',
    severity: 'critical',
    type: 'process.crashed',
    process: 'api',
    message: 'api crashed (exit code 1)',
    details: {exitCode: 1, signal: undefined, uptimeSeconds: 3, lines: ['boom']},
    acknowledged: false,
    acknowledgedAt: undefined,
    ...changes,
  };
}

/** What `FakeProx` answers about itself, and about what happened. */
export const OBSERVATION_SAMPLE = {
  ready: {ready: true, notReady: 0},
  stats: {
    uptimeSeconds: 7200,
    processesTotal: 2,
    processesRunning: 1,
    processesUnhealthy: 0,
    processesCrashed: 1,
    restarts: 3,
    crashes: 1,
    logLines: 120,
    logBytes: 4096,
    proxyRequests: 12,
    proxyErrors: 1,
    proxyBytesIn: 100,
    proxyBytesOut: 2000,
    proxyRequestsPerSecond: 0.4,
    proxyRequestsPerSecondPeak: 2.2,
    proxyConnections: 1,
    proxyConnectionsPeak: 6,
    cpuPercent: 1.5,
    memoryBytes: 90_000_000,
    memoryBytesPeak: 95_000_000,
    childrenCpuPercent: 12.5,
    childrenMemoryBytes: 50_000_000,
    childrenMemoryBytesPeak: 60_000_000,
  },
  processStats: {
    name: 'web',
    cpuPercent: 12.5,
    memoryBytes: 50_000_000,
    peak: {cpuPercent: 80, memoryBytes: 60_000_000},
    children: [{pid: 100, command: 'node server.js', cpuPercent: 12.5, memoryBytes: 50_000_000}],
    listeningPorts: [3000],
    lines: 120,
  },
  usage: {
    processes: [
      {
        name: 'web',
        cpuPercent: 12.5,
        memoryBytes: 50_000_000,
        peak: {cpuPercent: 80, memoryBytes: 60_000_000},
        lines: 120,
      },
    ],
  },
  config: {
    configFile: '/abs/prox.yaml',
    loadedAt: '2026-01-02T03:04:05.678Z',
    changedOnDisk: false,
    config: {api: {host: '127.0.0.1'}, processes: [{name: 'web', env: {nodeEnv: 'dev'}}]},
  },
  validateConfig: {
    valid: false,
    errors: [{path: 'processes.web', line: 2, column: 3, message: 'must be text'}],
    warnings: [],
  },
  events: {events: [proxEvent(7)], filteredCount: 1, totalCount: 4, hasMore: true},
  countEvents: {count: 3, bySeverity: {warning: 1, critical: 2}},
  acknowledgeEvents: {acknowledged: 2},
} as const satisfies {
  readonly ready: ReadyReport;
  readonly stats: Stats;
  readonly processStats: ProcessStats;
  readonly usage: UsageList;
  readonly config: ConfigReport;
  readonly validateConfig: ConfigVerdict;
  readonly events: EventPage;
  readonly countEvents: EventCount;
  readonly acknowledgeEvents: AcknowledgedEvents;
};
