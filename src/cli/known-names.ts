import {ProxError} from '../core/errors.ts';
import {connect} from './connect.ts';
import type {Invocation} from './context.ts';

/** Names of processes for the completion: of the running prox, else of the config file. Never fails. */
export async function knownNames(invocation: Invocation): Promise<readonly string[]> {
  try {
    const {prox} = await connect(invocation);
    return (await prox.processes()).processes.map(({name}) => name);
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return namesInConfig(invocation);
  }
}

async function namesInConfig({options, cwd}: Invocation): Promise<readonly string[]> {
  const {findConfig} = await import('../config/config-file.ts');
  const file = options.text('config') ?? (await findConfig(cwd));
  if (file === undefined) return [];
  const {loadConfig} = await import('../config/load.ts');
  const result = await loadConfig(file);
  return result.ok ? result.config.processes.map(({name}) => name) : [];
}
