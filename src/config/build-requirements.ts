import type {Condition, Requirement} from '../core/dependency-graph.ts';
import type {BuildSource} from './build-source.ts';
import type {WrittenRequirement} from './depends-on-schema.ts';
import type {FileInput} from './schema.ts';

/**
 * What `depends_on` means: groups replaced by their members, defaults by the kind of what is named filled
 * in. The names are checked.
 */
export function buildRequirements(
  written: readonly WrittenRequirement[],
  {input, groups}: Pick<BuildSource, 'input' | 'groups'>,
): readonly Requirement[] {
  const membersOf = (name: string): readonly string[] =>
    Object.hasOwn(groups, name) ? (groups[name] ?? []) : [];
  const ofGroups = written.flatMap(({name, condition}) =>
    membersOf(name).map(member => ({name: member, condition})),
  );
  const direct = written.filter(({name}) => membersOf(name).length === 0);
  const all = [...ofGroups, ...direct].map(requirement => complete(requirement, input));
  // What is said of a name itself wins over what is said of its group.
  return [...new Map(all.map(requirement => [requirement.name, requirement])).values()];
}

function complete({name, condition}: WrittenRequirement, input: FileInput): Requirement {
  // Of an outside thing `healthy` says the same.
  if (Object.hasOwn(input.dependencies, name)) return {name, condition: 'ready'};
  return {name, condition: condition ?? defaultCondition(name, input)};
}

function defaultCondition(name: string, {processes, tasks}: FileInput): Condition {
  if (Object.hasOwn(tasks, name)) return 'completed';
  return processes[name]?.healthcheck === undefined ? 'started' : 'healthy';
}
