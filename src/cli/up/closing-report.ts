import type {App} from '../../app/app.ts';
import {describeBriefly} from '../../core/blockers.ts';
import {describeExit} from '../../core/exit.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Output} from '../output.ts';
import {renderClosing, type ClosingRow} from '../../render/closing-table.ts';
import {harmless} from '../../core/sanitize.ts';
import {tellingLine} from '../../core/telling-line.ts';

export interface EndFacts {
  /** As they were before they were stopped. */
  readonly before: readonly ProcessSummary[];
  readonly output: Output;
}

/** Prints how everything ended, to standard error, unless all ended well. Whether it did. */
export async function reportEnd(app: App, {before, output}: EndFacts): Promise<boolean> {
  const blocked = new Map(
    before.filter(({status}) => status === 'blocked').map(process => [process.name, process]),
  );
  // A stop has made a stopped one of what was blocked.
  const processes = (await app.processes()).processes.map(
    process => blocked.get(process.name) ?? process,
  );
  if (!processes.some(isBad)) return true;
  const ended = processes.filter(process => isBad(process) || hasEnded(process));
  const ends = ended.map(async process => toClosingRow(process, {app, end: endOf(process, ended)}));
  await output.complain(renderClosing(await Promise.all(ends), output.errorPaint));
  return false;
}

async function toClosingRow(
  process: ProcessSummary,
  {app, end}: {readonly app: App; readonly end: string},
): Promise<ClosingRow> {
  const {name, status} = process;
  const ranForMs = status === 'blocked' ? undefined : app.ranForMs(name);
  const {logs} = await app.logs({process: [name], stream: ['stderr'], lines: 50});
  return {
    name,
    end,
    isBad: isBad(process),
    ranForMs,
    lastError: ranForMs === undefined ? '' : harmless(tellingLine(logs.map(({line}) => line))),
  };
}

function endOf(process: ProcessSummary, ended: readonly ProcessSummary[]): string {
  const {status, exitCode, signal, reason, ready} = process;
  if (status === 'blocked') return describeBriefly(process, ended);
  // That prox has stopped it is no failure of its own, however it went.
  if (status === 'completed' || (status === 'stopped' && !ready)) return status;
  return reason ?? describeExit({code: exitCode, signal});
}

function isBad({status}: ProcessSummary): boolean {
  return status === 'crashed' || status === 'blocked';
}

function hasEnded({exitCode, signal}: ProcessSummary): boolean {
  return exitCode !== undefined || signal !== undefined;
}
