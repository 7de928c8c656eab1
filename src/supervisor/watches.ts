import type {WatchConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {ProcessView} from './process-view.ts';
import type {SupervisedProcess} from './supervised-process.ts';
import {Watching} from './watching.ts';

/** `kill -HUP` is how a daemon is told to read its files again. */
const CHANGE_SIGNAL = 'SIGHUP';

export interface WatchesOptions {
  readonly clock: Clock;
  readonly projectDir: string;
  readonly say: (process: string, text: string) => void;
  /** Called when a watch pauses or goes on. */
  readonly onChange: () => void;
}

interface Watch {
  readonly config: WatchConfig;
  readonly watching: Watching;
}

/** The watched files of all processes: from their first start on, by what their definition says. */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #watches = new Map<string, Watch>();

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  /** To be called when a process has changed. */
  follow(process: SupervisedProcess): void {
    const {name, view} = process;
    const {watch: config} = view.config;
    const known = this.#watches.get(name);
    const isSame =
      known?.config === config || JSON.stringify(known?.config) === JSON.stringify(config);
    if (!isSame) void this.close(name);
    if (config === undefined || !view.wasStarted) return;
    const {watching} = this.#watches.get(name) ?? this.#add(process, config);
    if (isIdle(view, config)) void watching.close();
    else watching.start();
  }

  /** Somebody starts it by hand: that ends a pause. */
  resume(name: string): void {
    this.#watches.get(name)?.watching.resume();
  }

  pausedReason(name: string): string | undefined {
    return this.#watches.get(name)?.watching.pausedReason;
  }

  async close(name: string): Promise<void> {
    const watch = this.#watches.get(name);
    this.#watches.delete(name);
    await watch?.watching.close();
  }

  #add(process: SupervisedProcess, config: WatchConfig): Watch {
    const {clock, projectDir, say, onChange} = this.#options;
    const watching = new Watching({
      process: process.name,
      config,
      projectDir,
      clock,
      say: text => say(process.name, text),
      restart: () => process.renew(),
      signal: () => process.view.run?.signal(CHANGE_SIGNAL),
      onChange,
    });
    const watch = {config, watching};
    this.#watches.set(process.name, watch);
    return watch;
  }
}

/** It reads its files when it starts: what changes before that is no reason to do anything. */
function isIdle({state: {status}, isHeld}: ProcessView, {onChange}: WatchConfig): boolean {
  if (isHeld || status === 'waiting' || status === 'blocked') return true;
  return onChange === 'signal' && (status === 'stopped' || status === 'crashed');
}
