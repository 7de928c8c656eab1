import type {ConfigDiff} from '../config/config-diff.ts';
import type {ReloadReport} from '../core/reload-report.ts';

/** `idle`: those that do not run now, and that a reload does not start. */
export function toReport(
  {processes, services, restartRequired}: ConfigDiff,
  idle: ReadonlySet<string>,
): Omit<ReloadReport, 'dryRun' | 'failures'> {
  const {added, removed, redefined, unchanged, changes} = processes;
  const restarted = redefined.filter(name => !idle.has(name));
  const isUpdated = (name: string): boolean => !restarted.includes(name);
  const updated = changes.map(({name}) => name).filter(isUpdated);
  return {
    processes: {added, removed, restarted, updated, unchanged},
    changes,
    routes: services,
    restartRequired,
  };
}

/** For the log; empty when no process, task or dependency has changed. */
export function diffInWords({processes: {added, removed, changes}}: ConfigDiff): string {
  const parts = [
    ...added.map(name => `${name} is new`),
    ...changes.map(({name, keys}) => `${name} has changed (${keys.join(', ')})`),
    ...removed.map(name => `${name} is gone`),
  ];
  return parts.join(', ');
}
