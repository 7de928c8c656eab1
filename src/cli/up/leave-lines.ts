import type {App} from '../../app/app.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import {describeStatus} from '../../core/status-tone.ts';
import {lastLines} from '../last-lines.ts';
import type {Output} from '../output.ts';
import type {End} from './until-end.ts';

/**
 * What would be gone with the screen: the last lines of what has failed and, when all has ended by itself,
 * of everything. To standard error.
 */
export async function leaveLines(
  app: App,
  {processes, reason}: End,
  output: Output,
): Promise<void> {
  for (const process of processes) {
    if (reason.type !== 'idle' && process.status !== 'crashed') continue;
    await leaveLinesOf(process, app, output);
  }
}

async function leaveLinesOf(process: ProcessSummary, app: App, output: Output): Promise<void> {
  const {name} = process;
  const lines = await lastLines(app, {name, sinceSeq: 0});
  if (lines.length === 0) return;
  await output.complain(`${name} ${describeStatus(process)}; its last lines:`);
  for (const line of lines) await output.complain(line);
}
