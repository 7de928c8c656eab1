import {ProxError} from '../core/errors.ts';
import type {Survivor} from '../core/process-state.ts';

/** The error for a process of which something outlived SIGKILL; `details` holds the survivors. */
export function notReaped(name: string, survivors: readonly Survivor[]): ProxError {
  const list = survivors.map(({pid, command}) => `${command} (pid ${pid})`).join(', ');
  return new ProxError('PROCESS_NOT_REAPED', {
    detail: `${name}: still alive after SIGKILL: ${list}`,
    details: {process: name, survivors},
  });
}
