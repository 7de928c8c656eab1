import type {DependencyConfig, ProcessConfig} from './config.ts';
import {differences} from './differences.ts';

type Field = Exclude<keyof ProcessConfig | keyof DependencyConfig, 'name'>;

/** The key of prox.yaml that each part of a definition comes from; by its name it is found. */
const KEY: Readonly<Record<Field, string>> = {
  kind: 'kind',
  cmd: 'cmd',
  cwd: 'cwd',
  env: 'env',
  envFiles: 'env_file',
  port: 'port',
  hasAutoPort: 'port',
  healthcheck: 'healthcheck',
  check: 'check',
  intervalMs: 'interval',
  timeoutMs: 'timeout',
  start: 'start',
  onFailure: 'on_failure',
  dependsOn: 'depends_on',
  restart: 'restart',
  watch: 'watch',
  tty: 'tty',
  stopSignal: 'stop_signal',
  stopTimeoutMs: 'stop_timeout',
  stopCmd: 'stop_cmd',
  successExitCodes: 'success_exit_codes',
  autostart: 'autostart',
};

/**
 * Keys of prox.yaml in which two definitions of one process, task or dependency differ, whether by their
 * own lines or by a default of the top level; `kind` where the one is a process and the other a task. Which
 * port `port: auto` has found is no difference.
 */
export function changedKeys(
  before: ProcessConfig | DependencyConfig,
  after: ProcessConfig | DependencyConfig,
): readonly string[] {
  return differences(KEY, asWritten(before), asWritten(after));
}

function asWritten(config: ProcessConfig | DependencyConfig): object {
  return config.kind !== 'dependency' && config.hasAutoPort ? {...config, port: undefined} : config;
}
