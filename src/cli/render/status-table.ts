import {formatDuration} from '../../core/duration.ts';
import type {Health} from '../../core/health.ts';
import type {ProcessSummary} from '../../core/prox.ts';
import {STATUS_TONE, statusText, type Tone} from '../../core/status-tone.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

const HEALTH_TONE: Readonly<Record<Health, Tone>> = {
  healthy: 'good',
  unhealthy: 'bad',
  unknown: 'dim',
};
const HEADER = ['NAME', 'STATUS', 'PID', 'UPTIME', 'RESTARTS', 'HEALTH', 'PORT'];
const NONE = '-';

/**
 * The table of `prox status`: every state is a word, colour only repeats it. URLs have a column when there
 * are any.
 */
export function renderStatus(processes: readonly ProcessSummary[], paint: Paint): string {
  const hasUrls = processes.some(({url}) => url !== undefined);
  const header = [...HEADER, ...(hasUrls ? ['URL'] : [])];
  const rows = processes.map((process): readonly Cell[] => [
    {text: process.name},
    {text: statusText(process.status, process.reason), paint: paint[STATUS_TONE[process.status]]},
    {text: process.pid === 0 ? NONE : String(process.pid)},
    {text: uptimeText(process)},
    {text: String(process.restarts)},
    {text: process.health, paint: paint[HEALTH_TONE[process.health]]},
    {text: process.port === undefined ? NONE : String(process.port)},
    ...(hasUrls ? [{text: process.url ?? NONE}] : []),
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}

function uptimeText({pid, uptimeSeconds}: ProcessSummary): string {
  if (pid === 0) return NONE;
  return uptimeSeconds === 0 ? '0s' : formatDuration(uptimeSeconds * 1000);
}

/** Whether `prox status` answers 1 for it. */
export function isUnwell({status, health}: ProcessSummary): boolean {
  return status === 'crashed' || health === 'unhealthy';
}
