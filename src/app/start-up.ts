import type {Clock} from '../core/clock.ts';
import {summarizeStartUp} from '../core/start-up.ts';
import type {StartUpReport, StartUpTimes} from '../core/start-up-report.ts';
import type {MemberView} from '../supervisor/process-view.ts';

/** @param beganAt monotonic ms: when prox began to start processes */
export function startUpReport(
  views: readonly MemberView[],
  beganAt: number,
  clock: Clock,
): StartUpReport {
  const since = (at: number): number => Math.max(0, Math.round(at - beganAt));
  const now = clock.monotonic();
  const sinceEpoch = (ms: number): number => since(now - (clock.now() - ms));
  const times = views.flatMap(view => timesOf(view, {since, sinceEpoch}));
  return {...summarizeStartUp(times), elapsedMs: since(now)};
}

/** Ms since prox began. */
interface Scale {
  /** Of monotonic ms. */
  readonly since: (at: number) => number;
  /** Of epoch ms. */
  readonly sinceEpoch: (ms: number) => number;
}

function timesOf(view: MemberView, {since, sinceEpoch}: Scale): readonly StartUpTimes[] {
  const {kind, config, state, startUp: marks} = view;
  if (!marks) return [];
  const step = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : since(at);
  const hasFailed = state.status === 'crashed' || state.status === 'blocked';
  return [
    {
      name: config.name,
      kind,
      status: state.status,
      dependsOn: view.kind === 'dependency' ? [] : view.config.dependsOn,
      askedMs: since(marks.askedAt),
      spawnedMs: step(marks.spawnedAt),
      firstLineMs: step(marks.firstLineAt),
      portOpenMs: step(marks.portOpenAt),
      healthyMs: step(marks.healthyAt),
      readyMs: hasFailed ? undefined : step(marks.readyAt),
      failedMs: hasFailed && marks.readyAt === undefined ? sinceEpoch(view.since) : undefined,
    },
  ];
}
