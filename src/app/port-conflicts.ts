import type {PortConflict} from '../core/process-report.ts';
import type {MemberView} from '../supervisor/process-view.ts';
import {stillHolds} from '../supervisor/taken-port.ts';

/** By name of the process: who held its port when it was last started, and still does. */
export async function lastingConflicts(
  views: readonly MemberView[],
): Promise<ReadonlyMap<string, PortConflict>> {
  const lasting = new Map<string, PortConflict>();
  for (const view of views) {
    if (view.kind === 'dependency' || view.portConflict === undefined) continue;
    if (await stillHolds(view.portConflict)) lasting.set(view.config.name, view.portConflict);
  }
  return lasting;
}
