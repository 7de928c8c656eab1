import type {Config, ProcessConfig} from '../config/config.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import {ProxError} from '../core/errors.ts';
import {groupForOne, unknownProcess} from '../core/unknown-process.ts';

/** The names of all processes, in the order of prox.yaml: of a config, or of what a prox answers. */
export function namesOf({
  processes,
}: {
  readonly processes: readonly {readonly name: string}[];
}): readonly string[] {
  return processes.map(({name}) => name);
}

/** What has groups: a config, or by `groupedNames` what a prox answers. */
interface Grouped {
  readonly names: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Members in place of groups, no name twice. @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export function expandNames(
  names: readonly string[],
  {names: known, groups}: Grouped,
): readonly string[] {
  assertKnown(names, knownWords({names: known, groups}));
  return [
    ...new Set(
      names.flatMap(name => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : [name])),
    ),
  ];
}

/** The groups that a prox answers with. */
export function groupedNames({
  processes,
}: {
  readonly processes: readonly Pick<ProcessSummary, 'name' | 'groups'>[];
}): Grouped {
  const groups = new Set(processes.flatMap(process => process.groups));
  const membersOf = (group: string): readonly string[] =>
    namesOf({processes: processes.filter(process => process.groups.includes(group))});
  return {
    names: namesOf({processes}),
    groups: Object.fromEntries([...groups].map(group => [group, membersOf(group)])),
  };
}

/** All that may stand where the name of a process is wanted. */
export function knownWords({names, groups}: Grouped): readonly string[] {
  return [...names, ...Object.keys(groups)];
}

/** For where one process is meant. @throws ProxError PROCESS_NOT_FOUND, for a group with its members */
export function assertOne(name: string, {names, groups}: Grouped): void {
  if (!names.includes(name)) throw noProcess(name, {names, groups});
}

function noProcess(name: string, {names, groups}: Grouped): ProxError {
  const members = Object.hasOwn(groups, name) ? groups[name] : undefined;
  return members === undefined ? unknownProcess(name, names) : groupForOne(name, members);
}

/** For where an environment is wanted. @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export function findProcess(name: string, config: Config): ProcessConfig {
  const found = config.processes.find(process => process.name === name);
  if (found !== undefined) return found;
  if (config.dependencies.some(dependency => dependency.name === name)) {
    const detail = `${name} is an outside dependency, which has no environment`;
    throw new ProxError('PROCESS_NOT_FOUND', {detail});
  }
  throw noProcess(name, {names: namesOf(config), groups: config.groups});
}

/** @throws ProxError PROCESS_NOT_FOUND with the nearest name */
export function assertKnown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw unknownProcess(unknown, known);
}
