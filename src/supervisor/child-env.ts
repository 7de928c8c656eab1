import type {ProcessConfig} from '../config/config.ts';
import {resolveEnvironment} from '../config/env-file.ts';
import {INSTANCE_MARK, PROCESS_MARK} from './process-tree.ts';

export interface ChildEnvOptions {
  readonly instance: string;
  readonly apiUrl: string;
  /** The child's output ends up on a terminal, so it may use colours. */
  readonly isTerminal: boolean;
  /** Wins over the environment of prox, which may be that of another prox above it, but not over prox.yaml. */
  readonly extraEnv: Readonly<Record<string, string>>;
}

export interface ChildEnv {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What prox.yaml and its env files add. */
  readonly addedEnv: Readonly<Record<string, string>>;
}

/**
 * The environment of a child (docs/reference/config.md, "Environment of a process"): prox's own, env
 * files, `env`, and what prox adds. The user's `PORT` and `FORCE_COLOR` win over prox's.
 * @throws ProxError ENV_FILE_UNREADABLE
 */
export async function childEnv(
  config: ProcessConfig,
  {instance, apiUrl, isTerminal, extraEnv}: ChildEnvOptions,
): Promise<ChildEnv> {
  const {env, added} = await resolveEnvironment({process: config, base: process.env});
  const {port, name} = config;
  const full = {
    ...(isTerminal && env['NO_COLOR'] === undefined && {FORCE_COLOR: '1'}),
    // Into a pipe Python writes blocks: its lines would come late, or never when it is ended.
    PYTHONUNBUFFERED: '1',
    ...env,
    ...extraEnv,
    ...added,
    ...(port !== undefined && added['PORT'] === undefined && {PORT: String(port)}),
    PROX_API_URL: apiUrl,
    [INSTANCE_MARK]: instance,
    [PROCESS_MARK]: name,
  };
  return {env: full, addedEnv: added};
}
