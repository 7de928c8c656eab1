import type {App} from '../../app/app.ts';
import type {Clock} from '../../core/clock.ts';
import {formatDuration} from '../../core/duration.ts';
import type {ShutdownReport} from '../../core/prox.ts';

const REMIND_MS = 2000;

/** What of an App is needed here. */
type Stoppable = Pick<App, 'processes' | 'say' | 'shutdown'>;

export interface StopOptions {
  readonly clock: Clock;
  /** Whether a Ctrl-C can be typed into a terminal of ours. */
  readonly isInteractive: () => boolean;
}

/** Stops all processes in order and, while that takes long, says who is still alive. */
export async function stopEverything(
  app: Stoppable,
  options: StopOptions,
): Promise<ShutdownReport> {
  const {clock} = options;
  const startedAt = clock.monotonic();
  const remind = (): void => {
    timer = clock.after(REMIND_MS, remind);
    void sayWhoIsLeft(app, {...options, elapsedMs: clock.monotonic() - startedAt});
  };
  let timer = clock.after(REMIND_MS, remind);
  try {
    return await app.shutdown({wait: true});
  } finally {
    timer.cancel();
  }
}

async function sayWhoIsLeft(
  app: Stoppable,
  {elapsedMs, isInteractive}: StopOptions & {readonly elapsedMs: number},
): Promise<void> {
  const {processes} = await app.processes();
  const left = processes.filter(({pid}) => pid !== 0);
  if (left.length === 0) return;
  const names = left.map(({name, pid}) => `${name} (pid ${pid})`).join(', ');
  // A timer may ring a moment early.
  const elapsed = formatDuration(Math.round(elapsedMs / 1000) * 1000);
  const advice = isInteractive() ? '; Ctrl-C kills at once' : '';
  app.say(`after ${elapsed} still alive: ${names}${advice}`);
}
