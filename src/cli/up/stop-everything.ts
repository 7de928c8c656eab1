import type {App} from '../../app/app.ts';
import type {Clock} from '../../core/clock.ts';
import {formatDuration} from '../../core/duration.ts';
import type {ShutdownReport} from '../../core/prox.ts';

const REMIND_MS = 2000;

/** Stops all processes in order and, while that takes long, says who is still alive. */
export async function stopEverything(app: App, clock: Clock): Promise<ShutdownReport> {
  const startedAt = clock.monotonic();
  const remind = (): void => {
    timer = clock.after(REMIND_MS, remind);
    void sayWhoIsLeft(app, clock.monotonic() - startedAt);
  };
  let timer = clock.after(REMIND_MS, remind);
  try {
    return await app.shutdown({wait: true});
  } finally {
    timer.cancel();
  }
}

async function sayWhoIsLeft(app: App, elapsedMs: number): Promise<void> {
  const {processes} = await app.processes();
  const left = processes.filter(({pid}) => pid !== 0);
  if (left.length === 0) return;
  const names = left.map(({name, pid}) => `${name} (pid ${pid})`).join(', ');
  app.say(`after ${formatDuration(elapsedMs)} still alive: ${names}; Ctrl-C kills at once`);
}
