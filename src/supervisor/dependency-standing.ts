import type {Standing} from '../core/dependency-graph.ts';
import type {DependencyView} from './process-view.ts';

/** How a dependency looks to those who wait for it; with `on_failure: warn` they do not wait for its return. */
export function standingOfDependency({config, state, health}: DependencyView): Standing {
  const {status} = state;
  const isTakenForGranted = status === 'running' && config.onFailure === 'warn';
  const [firstLine = ''] = health.lastOutput.split('\n');
  const trouble = health.health === 'unhealthy' && firstLine !== '' ? firstLine : undefined;
  return {
    name: config.name,
    status,
    health: isTakenForGranted ? 'healthy' : health.health,
    endedWell: false,
    isComing: false,
    reason: status === 'crashed' ? state.reason : trouble,
  };
}
