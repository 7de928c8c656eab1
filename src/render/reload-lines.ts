import type {ReloadReport} from '../core/reload-report.ts';
import type {Paint} from './paint.ts';

/** One line for each change that was made, or in a dry run would be; empty when nothing has changed. */
export function reloadLines(report: ReloadReport, paint: Paint): readonly string[] {
  const {routes, restartRequired} = report;
  const ofRoutes = [
    ...routes.added.map(name => `+ ${name}`),
    ...routes.changed.map(name => `~ ${name}`),
    ...routes.removed.map(name => `- ${name}`),
  ];
  return [
    ...processLines(report, paint),
    ...(ofRoutes.length === 0 ? [] : [`routes: ${ofRoutes.join(', ')}`]),
    ...(restartRequired.length === 0
      ? []
      : [paint.busy(`needs a restart of prox: ${restartRequired.join(', ')}`)]),
  ];
}

/** What failed is not told as done. */
function processLines(report: ReloadReport, paint: Paint): readonly string[] {
  const {processes, changes, dryRun, failures} = report;
  const failed = new Set(failures.map(({process}) => process));
  const keys = new Map(changes.map(change => [change.name, ` (${change.keys.join(', ')})`]));
  const lines = (names: readonly string[], mark: string, deed: string): readonly string[] =>
    names
      .filter(name => !failed.has(name))
      .map(name => `${mark} ${name} ${dryRun ? 'would be ' : ''}${deed}${keys.get(name) ?? ''}`);
  return [
    ...lines(processes.removed, paint.bad('-'), 'removed'),
    ...lines(processes.added, paint.good('+'), 'added'),
    ...lines(processes.restarted, paint.busy('~'), 'restarted'),
    ...lines(processes.updated, paint.busy('~'), 'updated'),
  ];
}
