import {encodeError} from '../api/error-wire.ts';
import type {ProxError} from '../core/errors.ts';
import type {LaunchReport, Readiness, Words} from './launch-report.ts';

/** Whether the prox that started this one is still there, and has not left. */
export function hasLauncher(): boolean {
  return process.connected;
}

/** Tells the one who started us that the API answers. Resolves also when nobody hears it. */
export async function reportReady(readiness: Readiness): Promise<void> {
  await send({type: 'ready', ...readiness});
}

/** Likewise, that and why we end. */
export async function reportFailure(error: ProxError): Promise<void> {
  await send({type: 'failed', error: encodeError(error)});
}

/** Likewise, what is for the eyes of people. */
export async function sayToLauncher(words: Words): Promise<void> {
  await send({type: 'said', ...words});
}

async function send(report: LaunchReport): Promise<void> {
  if (process.send === undefined || !process.connected) return;
  await new Promise<void>(resolve => {
    // It may have gone just now, by Ctrl-C for example: prox runs on without it.
    process.send?.(report, () => resolve());
  });
}
