import type {ReloadReport} from '../../src/core/reload-report.ts';
import type {StartUpReport} from '../../src/core/start-up-report.ts';
import type {WhyReport} from '../../src/core/why-report.ts';

/** What `FakeProx` answers about how processes come up, and why they do not. */
export const LIFECYCLE_SAMPLE = {
  why: {
    name: 'api',
    kind: 'process',
    status: 'crashed',
    health: 'unknown',
    since: '2026-01-02T03:04:05.678Z',
    cause: 'api crashed (exit code 1)',
    nextStep: 'prox logs api',
    exitCode: 1,
    signal: undefined,
    restarts: 0,
    nextRestartMs: undefined,
    watchPausedReason: undefined,
    waitingOn: [],
    portConflict: {
      port: 3000,
      pid: 7,
      command: 'node x.js',
      cwd: '/x',
      project: undefined,
      process: undefined,
    },
    healthcheck: {enabled: false, lastCheck: undefined, lastOutput: '', consecutiveFailures: 0},
    lastLines: ['Error: boom'],
    changes: {config: ['cmd'], envAdded: ['NEW'], envRemoved: [], envChanged: []},
  },
  startUp: {
    totalMs: 120,
    elapsedMs: 5000,
    processes: [
      {
        name: 'web',
        kind: 'process',
        status: 'running',
        dependsOn: [{name: 'db', condition: 'healthy'}],
        askedMs: 0,
        spawnedMs: 10,
        firstLineMs: 60,
        portOpenMs: 80,
        healthyMs: undefined,
        readyMs: 120,
        failedMs: undefined,
      },
    ],
    criticalPath: ['web'],
  },
  reload: {
    dryRun: false,
    processes: {added: ['new'], removed: [], restarted: ['web'], updated: [], unchanged: ['api']},
    changes: [{name: 'web', keys: ['cmd', 'env_file']}],
    routes: {added: [], removed: [], changed: [], unchanged: ['web']},
    restartRequired: ['api.port'],
    failures: [],
  },
} as const satisfies {
  readonly why: WhyReport;
  readonly startUp: StartUpReport;
  readonly reload: ReloadReport;
};
