import type {Prox} from '../core/prox.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Prometheus text of what `prox` says of itself. */
export async function renderMetrics(prox: Prox): Promise<string> {
  const {processesTotal} = await prox.stats();
  return `prox_processes ${processesTotal}\n`;
}
