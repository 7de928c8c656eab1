import {ERRORS, ExitCode} from '../../core/errors.ts';
import {isGone} from '../../core/gone.ts';
import type {ProcessDetail} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {harmless} from '../../core/sanitize.ts';
import type {Outcome} from '../context.ts';
import {lastLines} from '../last-lines.ts';
import type {Output} from '../output.ts';
import type {Missing, WaitResult} from './wait-for.ts';

export interface TellOptions {
  /** Undefined when none was needed. */
  readonly prox: Prox | undefined;
  readonly output: Output;
  /** Older lines belong to older runs. */
  readonly sinceSeq: number;
}

// An answer is at most 40 lines long, with the last lines of one process.
const NAMES_SHOWN = 10;
const PROBE_LINES_SHOWN = 10;

/**
 * Tells on standard error what a wait has missed, with the lines and the failing probe of the one that is
 * most likely to blame. How the command is to end.
 */
export async function tellMissing(result: WaitResult, options: TellOptions): Promise<Outcome> {
  const {missing, isTimedOut} = result;
  if (missing.length === 0) return ExitCode.done;
  const {output} = options;
  const culprit = culpritOf(result);
  if (isTimedOut) {
    await output.complain(`prox: ${ERRORS.TIMED_OUT.message}: not ready: ${inWords(missing)}`);
  } else {
    const lost = missing.filter(({isLost}) => isLost);
    await output.complain(`prox: not ready, and will not be: ${inWords(lost)}`);
  }
  if (culprit !== undefined) await tellOf(culprit, options);
  return isTimedOut ? ExitCode.timedOut : ExitCode.failed;
}

/** Who waits for others is not to blame. */
function culpritOf({missing, isTimedOut}: WaitResult): string | undefined {
  const suspects = missing.filter(
    ({process, isLost}) => process !== undefined && (isTimedOut || isLost),
  );
  const isWaiting = ({reason}: Missing): boolean => /^(?:waiting|blocked)\b/.test(reason);
  return (suspects.find(one => !isWaiting(one)) ?? suspects[0])?.process;
}

/** Who has the same reason stands together. */
function inWords(missing: readonly Missing[]): string {
  const byReason = new Map<string, string>();
  for (const {name, reason} of missing.slice(0, NAMES_SHOWN)) {
    const names = byReason.get(reason);
    byReason.set(reason, names === undefined ? name : `${names}, ${name}`);
  }
  const shown = [...byReason].map(([reason, names]) => `${names}: ${reason}`);
  const rest = missing.length - NAMES_SHOWN;
  return harmless([...shown, ...(rest > 0 ? [`${rest} more`] : [])].join('; '));
}

async function tellOf(name: string, {prox, output, sinceSeq}: TellOptions): Promise<void> {
  if (prox === undefined) return;
  try {
    const process = await prox.process({name});
    const lines = await lastLines(prox, {name, sinceSeq});
    const paragraphs = [...probeLines(process), ...outputLines(process, lines)];
    for (const line of paragraphs) await output.complain(line);
    await output.complain(`Run \`prox why ${name}\`; everything stays up.`);
  } catch (error) {
    if (!isGone(error)) throw error; // what is missing has been told
  }
}

function probeLines({name, health, healthcheck}: ProcessDetail): readonly string[] {
  const {lastCheck, lastOutput} = healthcheck;
  if (health === 'healthy' || lastCheck === undefined) return [];
  const lines = lastOutput.trim().split('\n').slice(0, PROBE_LINES_SHOWN);
  return [`${name}: its healthcheck fails:`, ...lines.map(line => `  ${harmless(line)}`)];
}

function outputLines({name, pid}: ProcessDetail, lines: readonly string[]): readonly string[] {
  if (lines.length > 0) return [`${name}: its last lines:`, ...lines];
  return pid === 0 ? [] : [`${name}: it has printed nothing`];
}
