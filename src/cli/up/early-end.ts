import {constants} from 'node:os';
import type {App} from '../../app/app.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Options} from '../options.ts';

/** When `prox up` ends although something still runs, and how. */
export interface EndRules {
  /** `--abort-on-exit`: when a process has ended, however. */
  readonly onExit: boolean;
  /** `--abort-on-crash` */
  readonly onCrash: boolean;
  /** `--exit-code-from`: when this one has ended, with its exit code. */
  readonly exitCodeFrom: string | undefined;
}

/** Who has ended, and the exit code of prox that follows. */
export interface EarlyEnd {
  readonly name: string;
  readonly exitCode: number;
}

/** @throws ProxError USAGE when nobody would be there to see it */
export function readEndRules(options: Options): EndRules {
  const rules = {
    onExit: options.isSet('abortOnExit'),
    onCrash: options.isSet('abortOnCrash'),
    exitCodeFrom: options.text('exitCodeFrom'),
  };
  if (options.isSet('detach') && (rules.onExit || rules.onCrash || rules.exitCodeFrom)) {
    throw new ProxError('USAGE', {
      detail: '--abort-on-exit, --abort-on-crash and --exit-code-from need the foreground',
      hint: 'Leave --detach out, or use `prox wait --for exit:NAME`.',
    });
  }
  return rules;
}

/** Resolves when a rule says so; never when none does before `signal` aborts. */
export async function untilEarlyEnd(
  app: Pick<App, 'followProcesses'>,
  rules: EndRules,
  signal: AbortSignal,
): Promise<EarlyEnd> {
  const {onExit, onCrash, exitCodeFrom} = rules;
  if (!onExit && !onCrash && exitCodeFrom === undefined) return new Promise(() => {});
  for await (const {processes} of app.followProcesses({}, {signal})) {
    const end = earlyEnd(processes, rules);
    if (end !== undefined) return end;
  }
  return new Promise(() => {});
}

export function earlyEnd(
  processes: readonly ProcessSummary[],
  {onExit, onCrash, exitCodeFrom}: EndRules,
): EarlyEnd | undefined {
  const leader = processes.find(process => process.name === exitCodeFrom && isOver(process));
  if (leader !== undefined) return {name: leader.name, exitCode: exitCodeOf(leader)};
  const crashed = processes.find(process => isOver(process) && isBad(process));
  if ((onExit || onCrash) && crashed) return {name: crashed.name, exitCode: ExitCode.failed};
  // That a task completes is no reason to end what waits for it.
  const ended = processes.find(process => process.kind === 'process' && isOver(process));
  return onExit && ended ? {name: ended.name, exitCode: ExitCode.done} : undefined;
}

/** It has run, or failed to, and will not by itself run again. */
function isOver({status, exitCode, signal, nextRestartMs}: ProcessSummary): boolean {
  if (nextRestartMs !== undefined) return false;
  if (status === 'stopped') return exitCode !== undefined || signal !== undefined;
  return status === 'completed' || status === 'crashed' || status === 'blocked';
}

function isBad({status}: ProcessSummary): boolean {
  return status === 'crashed' || status === 'blocked';
}

/** As a shell would tell it. */
function exitCodeOf({exitCode, signal}: ProcessSummary): number {
  if (exitCode !== undefined) return exitCode;
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return number === undefined ? ExitCode.failed : 128 + number;
}
