import type {ChangedDefinition} from '../core/reload-report.ts';
import {changedKeys} from './changed-keys.ts';
import type {Config, DependencyConfig, ProcessConfig, ServiceConfig} from './config.ts';
import {fingerprint} from './differences.ts';
import {restartRequired} from './restart-required.ts';

/** What an edited prox.yaml changes. In the order of the new file; what is removed in that of the old one. */
export interface ConfigDiff {
  readonly processes: MemberDiff;
  readonly services: ServiceDiff;
  /** Dotted keys that only a new start of prox applies. */
  readonly restartRequired: readonly string[];
}

/** Of processes, tasks and dependencies. What became of another kind is removed and added. */
export interface MemberDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** A child of the old definition must give way to one of the new. */
  readonly redefined: readonly string[];
  /** Changed only in keys that no child feels. */
  readonly adjusted: readonly string[];
  readonly unchanged: readonly string[];
  /** Of the redefined and the adjusted ones. */
  readonly changes: readonly ChangedDefinition[];
}

/** By name and prefix of the path: `web`, `web/api`. Empty when no proxy runs. */
export interface ServiceDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

export function diffConfig(running: Config, next: Config): ConfigDiff {
  return {
    processes: diffMembers(running, next),
    services: diffServices(running, next),
    restartRequired: restartRequired(running, next),
  };
}

/** They say when a child is started and how it is ended, not what it is. */
const ADJUSTABLE: ReadonlySet<string> = new Set([
  'stop_signal',
  'stop_timeout',
  'stop_cmd',
  'success_exit_codes',
  'depends_on',
  'restart',
  'watch',
  'autostart',
  'groups',
]);

function diffMembers(running: Config, next: Config): MemberDiff {
  const compared = compareCommon(running, next);
  const common = new Set(compared.map(({name}) => name));
  const namesWhere = (test: (keys: readonly string[]) => boolean): readonly string[] =>
    compared.filter(({keys}) => test(keys)).map(({name}) => name);
  return {
    added: next.names.filter(name => !common.has(name)),
    removed: running.names.filter(name => !common.has(name)),
    redefined: namesWhere(keys => keys.some(key => !ADJUSTABLE.has(key))),
    adjusted: namesWhere(keys => keys.length > 0 && keys.every(key => ADJUSTABLE.has(key))),
    unchanged: namesWhere(keys => keys.length === 0),
    changes: compared.filter(({keys}) => keys.length > 0),
  };
}

/** What both have, of the same kind. */
function compareCommon(running: Config, next: Config): readonly ChangedDefinition[] {
  const [before, after] = [membersOf(running), membersOf(next)];
  return next.names.flatMap(name => {
    const [old, fresh] = [before.get(name), after.get(name)];
    if (old === undefined || fresh === undefined || old.kind !== fresh.kind) return [];
    const isRegrouped = groupsOf(running, name) !== groupsOf(next, name);
    return [{name, keys: [...changedKeys(old, fresh), ...(isRegrouped ? ['groups'] : [])]}];
  });
}

function membersOf({processes, dependencies}: Config): ReadonlyMap<string, Member> {
  const members: readonly Member[] = [...processes, ...dependencies];
  return new Map(members.map(member => [member.name, member]));
}

type Member = ProcessConfig | DependencyConfig;

function groupsOf({groups}: Config, name: string): string {
  const own = Object.entries(groups).filter(([, members]) => members.includes(name));
  return own
    .map(([group]) => group)
    .toSorted()
    .join(' ');
}

/** A file that no longer enables the proxy may still declare services: the listeners stay until prox ends. */
function diffServices(running: Config, next: Config): ServiceDiff {
  if (running.proxy === undefined) return {added: [], removed: [], changed: [], unchanged: []};
  const before = servicesByPlace(running.proxy.services);
  const after = servicesByPlace(servicesOf(next));
  const names = [...after.keys()];
  const common = names.filter(name => before.has(name));
  return {
    added: names.filter(name => !before.has(name)),
    removed: [...before.keys()].filter(name => !after.has(name)),
    changed: common.filter(name => before.get(name) !== after.get(name)),
    unchanged: common.filter(name => before.get(name) === after.get(name)),
  };
}

/** Also those of a proxy that the file does not enable. */
export function servicesOf({proxy, dormantProxy}: Config): readonly ServiceConfig[] {
  return (proxy ?? dormantProxy)?.services ?? [];
}

function servicesByPlace(services: readonly ServiceConfig[]): ReadonlyMap<string, string> {
  return new Map(
    services.map(service => [service.name + service.pathPrefix, fingerprint(service)]),
  );
}
