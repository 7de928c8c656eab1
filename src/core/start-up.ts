import type {Requirement} from './dependency-graph.ts';
import type {StartUpReport, StartUpTimes} from './start-up-report.ts';

/**
 * What the times come to. What was asked for only after all before it were ready, with `prox start` long after
 * the start, counts neither for the total nor for the critical path.
 */
export function summarizeStartUp(
  processes: readonly StartUpTimes[],
): Omit<StartUpReport, 'elapsedMs'> {
  const together = startedTogether(processes);
  const isReady = together.every(({readyMs}) => readyMs !== undefined);
  const last = lastOf(together, ({readyMs}) => readyMs);
  return {
    totalMs: isReady ? last?.readyMs : undefined,
    processes,
    criticalPath: last === undefined ? [] : pathTo(last, processes),
  };
}

/** Those that `prox up` starts are asked at nearly the same time, also when one of them is ready at once. */
const SLACK_MS = 1000;

function startedTogether(processes: readonly StartUpTimes[]): readonly StartUpTimes[] {
  const together: StartUpTimes[] = [];
  let readyMs = 0;
  for (const process of processes.toSorted((a, b) => a.askedMs - b.askedMs)) {
    if (together.length > 0 && process.askedMs > readyMs + SLACK_MS) break;
    readyMs = Math.max(readyMs, process.readyMs ?? Infinity);
    together.push(process);
  }
  return together;
}

/** From the first that waited for nobody to `last`. Config files with a cycle are not loaded. */
function pathTo(last: StartUpTimes, processes: readonly StartUpTimes[]): readonly string[] {
  const byName = new Map(processes.map(process => [process.name, process]));
  const path: string[] = [];
  for (let at: StartUpTimes | undefined = last; at; at = awaitedBy(at, byName)) {
    path.unshift(at.name);
  }
  return path;
}

/** That which let it start; undefined when all it needs was there when it was asked to start. */
function awaitedBy(
  {askedMs, spawnedMs = Infinity, dependsOn}: StartUpTimes,
  byName: ReadonlyMap<string, StartUpTimes>,
): StartUpTimes | undefined {
  const awaited = dependsOn.flatMap(requirement => {
    const process = byName.get(requirement.name);
    const metMs = process && metAt(requirement, process);
    // It may have been started without what it needs, or again when that came up anew.
    const held = metMs !== undefined && metMs > askedMs && metMs <= spawnedMs;
    return held ? [{process, metMs}] : [];
  });
  return lastOf(awaited, ({metMs}) => metMs)?.process;
}

function metAt({condition}: Requirement, {spawnedMs, readyMs}: StartUpTimes): number | undefined {
  return condition === 'started' ? spawnedMs : readyMs;
}

/** The first of those with the greatest time; those without one do not count. */
function lastOf<T>(items: readonly T[], timeOf: (item: T) => number | undefined): T | undefined {
  let last: {readonly item: T; readonly time: number} | undefined;
  for (const item of items) {
    const time = timeOf(item);
    if (time !== undefined && (!last || time > last.time)) last = {item, time};
  }
  return last?.item;
}
