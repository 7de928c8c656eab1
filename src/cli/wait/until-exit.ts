import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {describeStatus} from '../../core/status-tone.ts';
import {hasNotRun, isOver, snapshots} from './snapshots.ts';
import type {Missing, Wait} from './wait-for.ts';

/** Until each of the named processes has ended, by itself or not, well or not; prox ends none without it. */
export function untilExit(
  prox: Prox,
  {names, condition}: {readonly names: readonly string[]; readonly condition: string},
): Wait {
  return async signal => {
    const seen = new Set<string>();
    let missing: readonly Missing[] = [notSeen(condition)];
    for await (const processes of snapshots(prox, signal)) {
      const named = processes.filter(({name}) => names.includes(name));
      for (const process of named) if (!hasNotRun(process)) seen.add(process.name);
      missing = named.flatMap(process => notEnded(process, {condition, seen}));
      if (missing.length === 0 || missing.some(({isLost}) => isLost)) return missing;
    }
    return signal.aborted ? missing : []; // a prox that has ended has left nothing running
  };
}

function notEnded(
  process: ProcessSummary,
  {condition, seen}: {readonly condition: string; readonly seen: ReadonlySet<string>},
): readonly Missing[] {
  const {name, status} = process;
  const missing = {name: condition, process: name};
  if (!seen.has(name)) return [{...missing, reason: `${name} has not run`, isLost: true}];
  if (status === 'blocked' || !isOver(process)) {
    const reason = `${name} is ${describeStatus(process)}`;
    return [{...missing, reason, isLost: status === 'blocked'}];
  }
  return [];
}

function notSeen(condition: string): Missing {
  return {name: condition, reason: 'no answer yet', isLost: false, process: undefined};
}
