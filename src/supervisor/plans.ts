import type {ProcessConfig} from '../config/config.ts';
import type {LoadResult} from '../config/load.ts';
import {loadedConfig} from '../config/loaded-config.ts';
import {ProxError} from '../core/errors.ts';
import {childEnv, type ChildEnvOptions} from './child-env.ts';
import type {RunPlan} from './run.ts';

/** Reads prox.yaml as it is now, with what the command line overrides. */
export type ReadConfig = () => Promise<LoadResult>;

/** @throws ProxError ENV_FILE_UNREADABLE */
export async function makePlan(config: ProcessConfig, world: ChildEnvOptions): Promise<RunPlan> {
  return {config, ...(await childEnv(config, world))};
}

/** @throws ProxError CONFIG_INVALID when the file has problems, or no longer defines the process */
export async function rereadProcess(name: string, read: ReadConfig): Promise<ProcessConfig> {
  const config = loadedConfig(await read());
  const found = config.processes.find(process => process.name === name);
  if (found) return found;
  throw new ProxError('CONFIG_INVALID', {detail: `${name} is no longer defined in ${config.file}`});
}
