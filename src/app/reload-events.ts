import type {ProxError} from '../core/errors.ts';
import type {EventReport} from '../core/event.ts';
import type {ReloadReport} from '../core/reload-report.ts';

/** What has changed; the rest is not told. */
export function reloadedEvent(report: Omit<ReloadReport, 'dryRun' | 'failures'>): EventReport {
  const {processes, changes, restartRequired} = report;
  const {added, removed, restarted, updated} = processes;
  const {unchanged: _unchanged, ...routes} = report.routes;
  const parts = [
    ...added.map(name => `${name} is new`),
    ...removed.map(name => `${name} is gone`),
    ...changes.map(({name}) => `${name} has changed`),
    ...routes.added.map(name => `the route ${name} is new`),
    ...routes.removed.map(name => `the route ${name} is gone`),
    ...routes.changed.map(name => `the route ${name} has changed`),
    ...restartRequired.map(key => `${key} needs a restart of prox`),
  ];
  return {
    type: 'config.reloaded',
    message: `prox.yaml was reloaded: ${parts.join(', ') || 'nothing has changed'}`,
    details: {added, removed, restarted, updated, changes, routes, restartRequired},
  };
}

/** Places and problems; the lines of the file are not quoted, for they may hold secrets. */
export function invalidEvent({message, details}: ProxError): EventReport {
  const errors: unknown = details?.['errors'];
  const [firstLine = ''] = message.split('\n');
  return {
    type: 'config.invalid',
    message: `prox.yaml was not reloaded: ${firstLine}`,
    details: {errors: errors ?? []},
  };
}
