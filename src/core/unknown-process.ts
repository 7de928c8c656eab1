import {ProxError} from './errors.ts';
import {nearest} from './nearest.ts';

/** More names than this nobody reads. */
const MAX_LISTED = 20;

/** The error for a name that no process has, with the nearest that one has, and with all there are. */
export function unknownProcess(name: string, known: Iterable<string>): ProxError {
  const names = [...known];
  const suggestion = nearest(name, names);
  const question = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  const hint = names.length === 0 ? 'There is none.' : `${question}Known names: ${listed(names)}.`;
  return new ProxError('PROCESS_NOT_FOUND', {detail: name, hint});
}

/** The error for the name of a group where one process is meant. */
export function groupForOne(group: string, members: readonly string[]): ProxError {
  return new ProxError('PROCESS_NOT_FOUND', {
    detail: `${group} is a group (${listed(members)})`,
    hint: 'Name one of its members.',
  });
}

function listed(names: readonly string[]): string {
  const rest = names.length - MAX_LISTED;
  const shown = names.slice(0, MAX_LISTED).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
