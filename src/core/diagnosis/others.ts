import type {ProcessStatus} from '../process-state.ts';
import type {Other} from './facts.ts';

const STATUS_TEXT: Readonly<Record<ProcessStatus, string>> = {
  stopped: 'is stopped',
  waiting: 'is waiting itself',
  blocked: 'is blocked',
  starting: 'is starting',
  running: 'is running',
  stopping: 'is being stopped',
  completed: 'has completed',
  crashed: 'has crashed',
};

/** To follow `db, which `. */
export function standingText({kind, status, health, reason}: Other): string {
  const why = reason === undefined ? '' : `: ${reason}`;
  if (kind === 'dependency' && status !== 'running') return `is not there${why}`;
  if (status === 'crashed') return `${STATUS_TEXT.crashed}${why}`;
  if (status !== 'running') return STATUS_TEXT[status];
  if (health === 'unhealthy') return `is unhealthy${why}`;
  if (health === 'healthy') return 'is healthy';
  return kind === 'task' ? 'is still at work' : `is running, but not healthy yet${why}`;
}

/** What `name` waits for, and that waits for, down to the one that waits for nobody. */
export function chainTo(name: string, others: readonly Other[]): readonly Other[] {
  const chain: Other[] = [];
  let next = others.find(other => other.name === name);
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    const [wanted] = next.waitingOn;
    next = others.find(other => other.name === wanted);
  }
  return chain;
}
