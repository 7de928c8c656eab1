import type {Config, HealthcheckConfig, ProcessConfig} from '../../src/config/config.ts';
import type {RestartPolicy} from '../../src/core/restart-policy.ts';

/** What prox.yaml comes to when it says nothing, in /project. */

const NO_RESTART: RestartPolicy = {
  condition: 'no',
  maxRestarts: 5,
  backoffMs: 1000,
  maxBackoffMs: 30_000,
  resetAfterMs: 10_000,
};

/** A process called web without anything around it. */
export function sampleProcess(overrides: Partial<ProcessConfig> = {}): ProcessConfig {
  return {
    kind: 'process',
    name: 'web',
    cmd: 'npm run dev',
    cwd: '/project',
    env: {},
    envFiles: [],
    port: undefined,
    hasAutoPort: false,
    healthcheck: undefined,
    dependsOn: [],
    restart: NO_RESTART,
    watch: undefined,
    timeoutMs: undefined,
    tty: false,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 10_000,
    stopCmd: undefined,
    successExitCodes: [0],
    autostart: true,
    ...overrides,
  };
}

export function sampleHealthcheck(overrides: Partial<HealthcheckConfig> = {}): HealthcheckConfig {
  return {
    probe: {type: 'cmd', cmd: 'check'},
    intervalMs: 10_000,
    timeoutMs: 5000,
    retries: 3,
    startPeriodMs: 30_000,
    startIntervalMs: 1000,
    onUnhealthy: 'none',
    ...overrides,
  };
}

/** Without processes; `names` follows from what is handed in. */
export function sampleConfig(overrides: Partial<Config> = {}): Config {
  const {processes = [], dependencies = []} = overrides;
  return {
    file: '/project/prox.yaml',
    projectDir: '/project',
    source: '',
    api: {
      port: undefined,
      host: '127.0.0.1',
      auth: 'auto',
      token: undefined,
      allowedHosts: [],
      corsOrigins: [],
    },
    logs: {maxLines: 10_000, maxBytes: 8_388_608, maxLineBytes: 65_536},
    processes,
    dependencies,
    names: [...processes, ...dependencies].map(({name}) => name),
    groups: {},
    proxy: undefined,
    dormantProxy: undefined,
    ...overrides,
  };
}
