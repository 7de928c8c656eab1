import type {Prox} from '../../core/prox.ts';
import type {Output} from '../output.ts';

export interface WaitingOptions {
  readonly prox: Pick<Prox, 'processes'>;
  readonly names: readonly string[];
  readonly output: Output;
}

/** Notes which of them still wait, and for whom: `waiting: api, web (for db)`. */
export async function tellWaiting({prox, names, output}: WaitingOptions): Promise<void> {
  const {processes} = await prox.processes();
  const waiting = new Map<string, string>();
  for (const {name, status, waitingOn} of processes) {
    if (status !== 'waiting' || !names.includes(name)) continue;
    const needed = waitingOn.join(', ');
    const others = waiting.get(needed);
    waiting.set(needed, others === undefined ? name : `${others}, ${name}`);
  }
  const parts = [...waiting].map(([needed, who]) => `${who} (for ${needed})`);
  if (parts.length > 0) await output.note(`waiting: ${parts.join('; ')}`);
}
