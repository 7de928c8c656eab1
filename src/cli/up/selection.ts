import type {Config} from '../../config/config.ts';
import {withNeeded} from '../../core/dependency-graph.ts';
import {ProxError} from '../../core/errors.ts';
import type {Options} from '../options.ts';
import {expandNames} from '../process-names.ts';

/** Which processes `prox up` is to run; members stand in place of groups. */
export interface Selection {
  /** Undefined: all that start by themselves. */
  readonly names: readonly string[] | undefined;
  /** Without what they need (`--only`). */
  readonly isAlone: boolean;
  /** `--exclude` */
  readonly except: readonly string[];
}

/** @throws ProxError USAGE, PROCESS_NOT_FOUND */
export function readSelection(
  args: readonly string[],
  options: Options,
  config: Config,
): Selection {
  const only = options.list('only');
  if (only !== undefined && args.length > 0) {
    throw new ProxError('USAGE', {
      detail: '--only and names contradict each other',
      hint: 'Names bring what they need; --only runs exactly what it names.',
    });
  }
  const names = only ?? (args.length > 0 ? args : undefined);
  return {
    names: names && expandNames(names, config),
    isAlone: only !== undefined,
    except: expandNames(options.list('exclude') ?? [], config),
  };
}

/** The same as arguments, for the prox that `prox up -d` starts; names go last. */
export function argumentsOfSelection({names, isAlone, except}: Selection): readonly string[] {
  const exclude = except.length > 0 ? ['--exclude', except.join(',')] : [];
  if (names === undefined) return exclude;
  return isAlone ? [...exclude, '--only', names.join(',')] : [...exclude, '--', ...names];
}

/** What is started, with all that is needed. */
export function startedBy(config: Config, {names, isAlone, except}: Selection): readonly string[] {
  const chosen = names ?? autostarted(config);
  const wanted = chosen.filter(name => !except.includes(name));
  if (isAlone) return wanted;
  return withNeeded(wanted, edgesOf(config), except);
}

function autostarted({processes}: Config): readonly string[] {
  return processes.filter(({autostart}) => autostart).map(({name}) => name);
}

/** What each needs. */
export function edgesOf({names, processes}: Config): ReadonlyMap<string, readonly string[]> {
  const needs = new Map(
    processes.map(({name, dependsOn}) => [name, dependsOn.map(other => other.name)]),
  );
  return new Map(names.map(name => [name, needs.get(name) ?? []]));
}
