import type {Config} from '../config/config.ts';

/** Undefined when it is no group. */
export function membersOf({groups}: Config, name: string): readonly string[] | undefined {
  return Object.hasOwn(groups, name) ? groups[name] : undefined;
}

/** The names of a filter, with the members of groups in place of those. */
export function withMembers<T extends {readonly process?: readonly string[]}>(
  filter: T,
  config: Config,
): T {
  const process = filter.process?.flatMap(name => membersOf(config, name) ?? [name]);
  return process === undefined ? filter : {...filter, process};
}
