import {summarizeStartUp} from '../core/start-up.ts';
import type {StartUpReport, StartUpTimes} from '../core/start-up-report.ts';
import type {MemberView} from '../supervisor/process-view.ts';

/** @param beganAt monotonic ms: when prox began to start processes */
export function startUpReport(views: readonly MemberView[], beganAt: number): StartUpReport {
  return summarizeStartUp(views.flatMap(view => timesOf(view, beganAt)));
}

function timesOf(view: MemberView, beganAt: number): readonly StartUpTimes[] {
  const {kind, config, state, startUp: marks} = view;
  if (!marks) return [];
  const since = (at: number): number => Math.max(0, Math.round(at - beganAt));
  const step = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : since(at);
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
      readyMs: step(marks.readyAt),
    },
  ];
}
