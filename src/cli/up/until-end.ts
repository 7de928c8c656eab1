import type {App} from '../../app/app.ts';
import {ExitCode} from '../../core/errors.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {ShutdownReport} from '../../core/prox.ts';
import {describeBug} from '../bugs.ts';
import type {Invocation, Outcome} from '../context.ts';
import type {EarlyEnd} from './early-end.ts';
import type {EndSignals} from './signals.ts';
import {stopEverything} from './stop-everything.ts';

/** Why `prox up` ends. */
export type EndReason =
  | {readonly type: 'signal'; readonly signal: NodeJS.Signals}
  /** Somebody called the API. */
  | {readonly type: 'shutdown'}
  /** Every process has ended by itself. */
  | {readonly type: 'idle'}
  /** The command line said when. */
  | {readonly type: 'early'; readonly end: EarlyEnd}
  /** Nobody reads the output any more. */
  | {readonly type: 'unread'}
  | {readonly type: 'bug'; readonly error: unknown};

export interface End {
  readonly reason: EndReason;
  readonly report: ShutdownReport;
  /** As they were when there was a reason, before they were stopped. */
  readonly processes: readonly ProcessSummary[];
  /** A second Ctrl-C cut the grace periods short. */
  readonly isForced: boolean;
}

export interface UntilEndOptions extends Pick<Invocation, 'clock' | 'bugs' | 'output'> {
  readonly app: App;
  readonly signals: EndSignals;
  /** Whether a Ctrl-C can be typed into a terminal of ours. */
  readonly isInteractive: () => boolean;
  /** After a bug nothing is sure: longer than this its stop cannot take. */
  readonly stopBudgetMs: number;
  /** Called when there is a reason, before anything is stopped. */
  readonly onReason?: (() => void) | undefined;
  /** Further reasons to end. */
  readonly reasons: readonly Promise<EndReason>[];
}

/** Resolves when there was a reason to end and every process has been stopped. */
export async function untilEnd(options: UntilEndOptions): Promise<End> {
  const {app, signals, reasons, onReason} = options;
  const reason = await Promise.race([
    signals.first.then((signal): EndReason => ({type: 'signal', signal})),
    app.ended.then((): EndReason => ({type: 'shutdown'})),
    caughtBug(options),
    ...reasons,
  ]);
  onReason?.();
  const {processes} = await app.processes();
  let isForced = false;
  signals.onImpatience(() => {
    isForced = true;
    app.killNow();
  });
  if (reason.type === 'signal') app.say(`stopping (${reason.signal})`);
  if (reason.type === 'early') app.say(`stopping, for ${reason.end.name} has ended`);
  const stop =
    reason.type === 'bug' ? limitedStop(options, reason.error) : stopEverything(app, options);
  return {reason, processes, report: await stop, isForced};
}

/** After a bug nothing is sure, not even that stopping ends: then the guardian ends what is left. */
async function limitedStop(options: UntilEndOptions, error: unknown): Promise<ShutdownReport> {
  const {app, clock, bugs, stopBudgetMs} = options;
  const timer = clock.after(stopBudgetMs, () => bugs.giveUp(error));
  try {
    return await stopEverything(app, options);
  } finally {
    timer.cancel();
  }
}

async function caughtBug({bugs, output}: UntilEndOptions): Promise<EndReason> {
  return new Promise(resolve => {
    bugs.takeOver(error => {
      void output.complain(describeBug(error));
      resolve({type: 'bug', error});
    });
  });
}

/** How prox ends after that. */
export function outcomeOf(
  {reason, report, isForced}: End,
  {isInteractive}: Pick<UntilEndOptions, 'isInteractive'>,
): Outcome {
  if (reason.type === 'bug') return ExitCode.bug;
  if (report.failures.length > 0) return ExitCode.failed;
  if (reason.type !== 'signal') return ExitCode.done;
  if (isForced) return 'SIGINT';
  return reason.signal === 'SIGINT' && isInteractive() ? ExitCode.done : reason.signal;
}
