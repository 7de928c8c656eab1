import type {ReadyReport} from '../core/prox.ts';
import {standingOfDependency} from '../supervisor/dependency-standing.ts';
import type {MemberView} from '../supervisor/process-view.ts';
import {isReady} from '../supervisor/standing.ts';

export interface ReadinessQuery {
  /** Undefined: all that are to be there. */
  readonly names: readonly string[] | undefined;
  /** What starts with prox has been started. */
  readonly hasBegun: boolean;
}

export function readinessOf(
  views: readonly MemberView[],
  {names, hasBegun}: ReadinessQuery,
): ReadyReport {
  const missing = views.filter(view => {
    const isAsked = names?.includes(view.config.name) ?? isExpected(view, hasBegun);
    return isAsked && !isThere(view);
  });
  return {ready: missing.length === 0, notReady: missing.length};
}

/** It does what others wait for. */
export function isThere(view: MemberView): boolean {
  if (view.kind === 'dependency') return standingOfDependency(view).health === 'healthy';
  return isReady(view);
}

/** It was started, or is about to be, and nobody has stopped it. */
function isExpected(view: MemberView, hasBegun: boolean): boolean {
  // Without anybody who needs it, a dependency is not even looked for.
  if (view.kind === 'dependency') return !hasBegun || view.state.status !== 'stopped';
  if (view.isHeld) return false;
  return view.wasStarted || (!hasBegun && view.config.autostart);
}
