import {loadConfig} from '../config/load.ts';
import {ProxError} from '../core/errors.ts';
import {connect, projectOf} from './connect.ts';
import type {Invocation} from './context.ts';
import {groupedNames, knownWords, namesOf} from './process-names.ts';

/** Those of everything and of groups, or of processes and tasks alone. */
type KnownNames = 'names' | 'processes';

/** Names for the completion: of the running prox, else of the config file. Never fails. */
export async function knownNames(
  kind: KnownNames,
  invocation: Invocation,
): Promise<readonly string[]> {
  try {
    const {prox} = await connect(invocation);
    const {processes} = await prox.processes();
    if (kind === 'names') return knownWords(groupedNames({processes}));
    return namesOf({processes: processes.filter(process => process.kind !== 'dependency')});
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return namesInConfig(kind, invocation);
  }
}

async function namesInConfig(kind: KnownNames, invocation: Invocation): Promise<readonly string[]> {
  const project = await projectOf(invocation);
  if (project === undefined) return [];
  const result = await loadConfig(project.configFile);
  if (!result.ok) return [];
  return kind === 'names' ? knownWords(result.config) : namesOf(result.config);
}
