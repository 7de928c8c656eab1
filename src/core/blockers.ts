import type {ProcessSummary} from './process-report.ts';
import {describeStatus, statusText} from './status-tone.ts';

/**
 * Whose own state keeps a blocked process from starting, directly or through others that are blocked.
 * Empty when one of them is not among `processes`, so that these do not tell all of it.
 */
export function blockersOf(
  process: ProcessSummary,
  processes: readonly ProcessSummary[],
): readonly ProcessSummary[] {
  const known = new Map(processes.map(one => [one.name, one]));
  const found = new Set<ProcessSummary>();
  const seen = new Set<string>();
  const toVisit = [...process.waitingOn];
  for (let name = toVisit.pop(); name !== undefined; name = toVisit.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const one = known.get(name);
    if (one === undefined) return [];
    if (one.status === 'blocked') toVisit.push(...one.waitingOn);
    else if (isInTheWay(one)) found.add(one);
  }
  return processes.filter(one => found.has(one));
}

/** It does not come by itself. */
function isInTheWay({status, health, nextRestartMs}: ProcessSummary): boolean {
  if (health === 'unhealthy') return true;
  return nextRestartMs === undefined && (status === 'crashed' || status === 'stopped');
}

/** `blocked (by db)`, in place of a reason that stands at db already; all of it when it does not. */
export function describeBriefly(
  process: ProcessSummary,
  processes: readonly ProcessSummary[],
): string {
  const blockers = process.status === 'blocked' ? blockersOf(process, processes) : [];
  if (blockers.length === 0 || !blockers.every(tellsWhy)) return describeStatus(process);
  return statusText('blocked', `by ${blockers.map(({name}) => name).join(', ')}`);
}

/** What its healthcheck has found is in no list of processes. */
function tellsWhy({status}: ProcessSummary): boolean {
  return status === 'crashed' || status === 'stopped';
}
