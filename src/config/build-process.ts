import {resolve} from 'node:path';
import {buildHealthcheck} from './build-healthcheck.ts';
import {buildRequirements} from './build-requirements.ts';
import type {BuildSource} from './build-source.ts';
import {buildWatch} from './build-watch.ts';
import type {ProcessConfig} from './config.ts';
import {SECTIONS} from './declared-names.ts';
import type {ProcessInput} from './process-schema.ts';
import {restart as restartSchema} from './restart-schema.ts';
import type {RestartInput} from './restart-schema.ts';
import type {TaskInput} from './task-schema.ts';

interface Named<Written> extends BuildSource {
  readonly name: string;
  readonly written: Written;
}

export function buildProcess(source: Named<ProcessInput>): ProcessConfig {
  const {written, origin} = source;
  const {port} = written;
  return {
    ...buildChild('process', source),
    port: port === 'auto' ? undefined : port,
    hasAutoPort: port === 'auto',
    healthcheck: written.healthcheck && buildHealthcheck(written.healthcheck),
    restart: buildRestart(written.restart),
    watch: written.watch && buildWatch(written.watch, origin.projectDir),
    timeoutMs: undefined,
    tty: written.tty,
    stopSignal: written.stop_signal,
    stopCmd: written.stop_cmd,
    successExitCodes: written.success_exit_codes,
    autostart: written.autostart,
  };
}

export function buildTask(source: Named<TaskInput>): ProcessConfig {
  const {timeout} = source.written;
  return {
    ...buildChild('task', source),
    port: undefined,
    hasAutoPort: false,
    healthcheck: undefined,
    restart: buildRestart(restartSchema.parse('no')),
    watch: undefined,
    timeoutMs: timeout === 0 ? undefined : timeout,
    tty: false,
    stopSignal: 'SIGTERM',
    stopCmd: undefined,
    successExitCodes: [0],
    autostart: true,
  };
}

type Child = Pick<
  ProcessConfig,
  'kind' | 'name' | 'cmd' | 'cwd' | 'env' | 'envFiles' | 'dependsOn' | 'stopTimeoutMs'
>;

/** What processes and tasks have in common. */
function buildChild(kind: Child['kind'], source: Named<ProcessInput | TaskInput>): Child {
  const {name, written, input, origin} = source;
  const envFiles = [...(input.env_file ?? []), ...(written.env_file ?? [])];
  return {
    kind,
    name,
    cmd: written.cmd,
    cwd: resolve(origin.projectDir, written.cwd ?? '.'),
    env: buildEnv(kind, source),
    envFiles: envFiles.map(file => resolve(origin.projectDir, file)),
    dependsOn: buildRequirements(written.depends_on, source),
    stopTimeoutMs: written.stop_timeout ?? input.shutdown_timeout,
  };
}

/** Numbers and booleans as they are written: `1.10` stays `1.10`. */
function buildEnv(
  kind: Child['kind'],
  {name, written, places}: Named<ProcessInput | TaskInput>,
): Child['env'] {
  const env = Object.entries(written.env).map(([key, value]) => {
    const text = places.text([SECTIONS[kind], name, 'env', key]);
    return [key, typeof value === 'string' ? value : (text ?? String(value))];
  });
  return Object.fromEntries(env);
}

function buildRestart(written: RestartInput): ProcessConfig['restart'] {
  return {
    condition: written.policy,
    maxRestarts: written.max_restarts,
    backoffMs: written.backoff,
    maxBackoffMs: written.max_backoff,
    resetAfterMs: written.reset_after,
  };
}
