import {describeBriefly} from '../core/blockers.ts';
import {ProxError} from '../core/errors.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import type {ReadyQuery} from '../core/prox.ts';

/** @throws ProxError PROCESS_NOT_RUNNING when one that is waited for cannot get ready by itself any more */
export function refuseLost(
  processes: readonly ProcessSummary[],
  {process: names}: ReadyQuery,
): void {
  const missing = processes.filter(one => !one.ready && isAwaited(one, names));
  const lost = missing.filter(isLost);
  const [first] = lost.toSorted((one, other) => blame(other) - blame(one));
  if (first === undefined) return;
  const reasonOf = (one: ProcessSummary): string => {
    if (one.status !== 'running') return describeBriefly(one, missing);
    return one.health === 'unhealthy' ? one.health : 'not ready yet';
  };
  const facts = missing.map(one => ({name: one.name, status: one.status, reason: reasonOf(one)}));
  throw new ProxError('PROCESS_NOT_RUNNING', {
    detail: lost.map(one => `${one.name} is ${reasonOf(one)}`).join('; '),
    hint: `\`prox why ${first.name}\` tells more.`,
    details: {not_ready: facts},
  });
}

/** Without names all that was started is. */
function isAwaited({name, groups, status}: ProcessSummary, names: ReadyQuery['process']): boolean {
  if (names === undefined) return status !== 'stopped';
  return names.includes(name) || groups.some(group => names.includes(group));
}

function isLost({status, nextRestartMs}: ProcessSummary): boolean {
  return status === 'blocked' || (status === 'crashed' && nextRestartMs === undefined);
}

/** Who is blocked is so because of another. */
function blame({status}: ProcessSummary): number {
  return status === 'crashed' ? 1 : 0;
}
