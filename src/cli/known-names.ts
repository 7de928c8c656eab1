import {loadConfig} from '../config/load.ts';
import {ProxError} from '../core/errors.ts';
import {connect, projectOf} from './connect.ts';
import type {Invocation} from './context.ts';
import {groupedNames, knownWords} from './process-names.ts';

/** Names of processes and groups for the completion: of the running prox, else of the config file. Never fails. */
export async function knownNames(invocation: Invocation): Promise<readonly string[]> {
  try {
    const {prox} = await connect(invocation);
    return knownWords(groupedNames(await prox.processes()));
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return namesInConfig(invocation);
  }
}

async function namesInConfig(invocation: Invocation): Promise<readonly string[]> {
  const project = await projectOf(invocation);
  if (project === undefined) return [];
  const result = await loadConfig(project.configFile);
  return result.ok ? knownWords(result.config) : [];
}
