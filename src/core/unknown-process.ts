import {ProxError} from './errors.ts';
import {nearest} from './nearest.ts';

/** The error for a name that no process has, with the nearest that one has. */
export function unknownProcess(name: string, known: Iterable<string>): ProxError {
  const suggestion = nearest(name, known);
  const hint =
    suggestion === undefined
      ? 'Run `prox status` to see the names.'
      : `Did you mean ${suggestion}? Run \`prox status\` to see the names.`;
  return new ProxError('PROCESS_NOT_FOUND', {detail: name, hint});
}
