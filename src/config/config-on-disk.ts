import {stat} from 'node:fs/promises';
import type {Clock} from '../core/clock.ts';
import {readConfigFile} from './config-file.ts';
import type {Config} from './config.ts';

type Loaded = Pick<Config, 'file' | 'source'>;

/** A file that was changed later than this may change again without a trace in its times. */
const SETTLED_AFTER_MS = 2000;

/** Whether prox.yaml has changed since it was loaded. What is as it was at the last look is not read again. */
export class ConfigOnDisk {
  readonly #clock: Clock;
  #last: {readonly loaded: Loaded; readonly mark: string; readonly hasChanged: boolean} | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It holds something else than what was loaded, or cannot be read any more. */
  async hasChangedSince({file, source}: Loaded): Promise<boolean> {
    const mark = await this.#markOf(file);
    const last = this.#last;
    const isKnown = last?.loaded.file === file && last.loaded.source === source;
    if (isKnown && mark !== undefined && mark === last.mark) return last.hasChanged;
    const read = await readConfigFile(file);
    const hasChanged = 'refusal' in read || read.source !== source;
    this.#last = mark === undefined ? undefined : {loaded: {file, source}, mark, hasChanged};
    return hasChanged;
  }

  /** Another one whenever the file is another, or holds or allows something else; undefined when that is not certain. */
  async #markOf(file: string): Promise<string | undefined> {
    try {
      const {dev, ino, size, mode, mtimeMs, ctimeMs} = await stat(file);
      const isSettled = this.#clock.now() - Math.max(mtimeMs, ctimeMs) > SETTLED_AFTER_MS;
      return isSettled ? [dev, ino, size, mode, mtimeMs, ctimeMs].join(' ') : undefined;
    } catch {
      return undefined; // whatever it is, reading meets it too and says it in words
    }
  }
}
