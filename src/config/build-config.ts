import {resolve} from 'node:path';
import type {
  ApiConfig,
  Config,
  HealthcheckConfig,
  LogsConfig,
  Probe,
  ProcessConfig,
} from './config.ts';
import {buildProxy} from './build-proxy.ts';
import type {HealthcheckInput} from './healthcheck-schema.ts';
import type {FileInput, ProcessInput} from './schema.ts';
import type {YamlPlaces} from './yaml-places.ts';

type Origin = Pick<Config, 'file' | 'projectDir' | 'source'>;

/** The config of a checked file: paths absolute, defaults that depend on other keys filled in. */
export function buildConfig(input: FileInput, places: YamlPlaces, origin: Origin): Config {
  const place = (name: string): number => places.key(['processes', name]);
  // Keys that look like numbers come first in a JavaScript object, wherever they are written.
  const names = Object.keys(input.processes).toSorted((a, b) => place(a) - place(b));
  const processes = names.flatMap(name => {
    const process = input.processes[name];
    return process ? [buildProcess({name, process, input, places, origin})] : [];
  });
  const {isEnabled, proxy} = buildProxy({input, processes, places, projectDir: origin.projectDir});
  return {
    ...origin,
    api: buildApi(input.api),
    logs: buildLogs(input.logs),
    processes,
    proxy: isEnabled ? proxy : undefined,
    dormantProxy: isEnabled ? undefined : proxy,
  };
}

function buildApi(api: FileInput['api']): ApiConfig {
  return {
    port: api.port,
    host: api.host,
    auth: api.auth,
    token: api.token,
    allowedHosts: api.allowed_hosts,
    corsOrigins: api.cors_origins,
  };
}

function buildLogs(logs: FileInput['logs']): LogsConfig {
  return {
    maxLines: logs.max_lines,
    maxBytes: logs.max_bytes,
    maxLineBytes: logs.max_line_bytes,
  };
}

interface ProcessSource {
  readonly name: string;
  readonly process: ProcessInput;
  readonly input: FileInput;
  readonly places: YamlPlaces;
  readonly origin: Origin;
}

function buildProcess({name, process, input, places, origin}: ProcessSource): ProcessConfig {
  const {projectDir} = origin;
  const envFiles = [...(input.env_file ?? []), ...(process.env_file ?? [])];
  const env = Object.entries(process.env).map(([key, value]) => {
    const written = places.text(['processes', name, 'env', key]);
    return [key, typeof value === 'string' ? value : (written ?? String(value))];
  });
  return {
    name,
    cmd: process.cmd,
    cwd: resolve(projectDir, process.cwd ?? '.'),
    env: Object.fromEntries(env),
    envFiles: envFiles.map(file => resolve(projectDir, file)),
    port: process.port,
    healthcheck: process.healthcheck && buildHealthcheck(process.healthcheck),
    stopSignal: process.stop_signal,
    stopTimeoutMs: process.stop_timeout ?? input.shutdown_timeout,
    stopCmd: process.stop_cmd,
    successExitCodes: process.success_exit_codes,
    autostart: process.autostart,
  };
}

function buildHealthcheck(input: HealthcheckInput): HealthcheckConfig | undefined {
  const probe = buildProbe(input);
  return (
    probe && {
      probe,
      intervalMs: input.interval,
      timeoutMs: input.timeout,
      retries: input.retries,
      startPeriodMs: input.start_period,
      startIntervalMs: input.start_interval,
    }
  );
}

/** Exactly one is there: the schema has checked. */
function buildProbe({cmd, http, tcp, log, status}: HealthcheckInput): Probe | undefined {
  if (cmd !== undefined) return {type: 'cmd', cmd};
  if (http !== undefined) return {type: 'http', ...http, status};
  if (tcp !== undefined) return {type: 'tcp', ...tcp};
  return log === undefined ? undefined : {type: 'log', pattern: log};
}
