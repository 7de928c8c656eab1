import {describeBriefly} from '../../core/blockers.ts';
import {isGone} from '../../core/gone.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {endOfProx, hasNotRun, isOver, snapshots} from './snapshots.ts';
import type {Missing, Wait} from './wait-for.ts';

/** Until every named process is ready. One that is crashed for good, blocked or stopped is lost. */
export function untilReady(prox: Prox, names: readonly string[]): Wait {
  return async signal => {
    for await (const processes of snapshots(prox, signal)) {
      const missing = notReady(processes, names);
      if (missing.length === 0) return [];
      if (missing.some(({isLost}) => isLost)) return withEndOfProx(missing, prox);
    }
    if (!signal.aborted) return names.map(endOfProx);
    return lastLook(prox, names);
  };
}

/** The last snapshot may be old, and with a short time there is none. */
async function lastLook(prox: Prox, names: readonly string[]): Promise<readonly Missing[]> {
  try {
    return notReady((await prox.processes()).processes, names);
  } catch (error) {
    if (isGone(error)) return names.map(endOfProx);
    throw error;
  }
}

function notReady(
  processes: readonly ProcessSummary[],
  names: readonly string[],
): readonly Missing[] {
  const known = new Map(processes.map(process => [process.name, process]));
  const awaited = processes.filter(({name}) => names.includes(name));
  return names.flatMap((name): readonly Missing[] => {
    const process = known.get(name);
    if (process === undefined) {
      return [{name, reason: 'no longer in prox.yaml', isLost: true, process: undefined}];
    }
    if (process.ready) return [];
    return [{name, reason: reasonOf(process, awaited), isLost: isOver(process), process: name}];
  });
}

/** What keeps it from being ready; shorter where another of those that are awaited tells it. */
function reasonOf(process: ProcessSummary, awaited: readonly ProcessSummary[]): string {
  const {kind, status, health} = process;
  if (status === 'stopped') return hasNotRun(process) ? 'not started' : 'stopped';
  if (status !== 'running') return describeBriefly(process, awaited);
  if (kind === 'task') return 'has not completed yet';
  return health === 'unknown' ? 'not healthy yet' : health;
}

/** Who is stopped because prox is has no reason of its own. */
async function withEndOfProx(missing: readonly Missing[], prox: Prox): Promise<readonly Missing[]> {
  if (missing.some(({isLost, reason}) => isLost && !STOPPED.has(reason))) return missing;
  if (!(await isEnding(prox))) return missing;
  return missing.map(one => ({...one, reason: 'prox is being stopped', isLost: true}));
}

const STOPPED = new Set(['stopped', 'not started']);

async function isEnding(prox: Prox): Promise<boolean> {
  try {
    return (await prox.status()).status === 'stopping';
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}
