import {ProxError} from './errors.ts';

/** Whether a call failed because prox has ended or is about to: no error for who follows it. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof ProxError)) return false;
  return ['NOT_RUNNING', 'UNREACHABLE', 'SHUTDOWN_IN_PROGRESS'].includes(error.code);
}
