import type {Clock, Timer} from '../core/clock.ts';
import type {Effect, Msg} from './model/message.ts';
import type {Model, Notice} from './model/model.ts';
import {update} from './model/update.ts';
import type {Store} from './view/app.tsx';

/** What comes from prox is shown at most so often; what the user does, at once. */
const FRAME_MS = 33;
/** Longer than a line takes to be read. */
const NOTICE_MS = 5000;

export interface ModelStoreOptions {
  readonly initial: Model;
  readonly clock: Clock;
  readonly perform: (effect: Effect) => void;
}

/** Holds the model, and tells the screen of another one. */
export class ModelStore implements Store {
  readonly #options: ModelStoreOptions;
  readonly #listeners = new Set<() => void>();
  /** What the screen shows; `#latest` is what it will show. */
  #shown: Model;
  #latest: Model;
  #frame: Timer | undefined;
  #reading: Timer | undefined;

  constructor(options: ModelStoreOptions) {
    this.#options = options;
    this.#shown = options.initial;
    this.#latest = options.initial;
  }

  get latest(): Model {
    return this.#latest;
  }

  readonly model = (): Model => this.#shown;

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => void this.#listeners.delete(onChange);
  };

  dispatch(message: Msg): void {
    const {model, effects} = update(this.#latest, message);
    const hasChanged = model !== this.#latest;
    if (model.notice !== this.#latest.notice) this.#awaitReading(model.notice);
    this.#latest = model;
    if (hasChanged) this.#show(message);
    for (const effect of effects) this.#options.perform(effect);
  }

  close(): void {
    this.#frame?.cancel();
    this.#reading?.cancel();
    this.#listeners.clear();
  }

  /** News goes away by itself, for it hides the keys that count; what is wrong stays until it was seen. */
  #awaitReading(notice: Notice | undefined): void {
    this.#reading?.cancel();
    if (notice === undefined || notice.tone === 'bad') return;
    this.#reading = this.#options.clock.after(NOTICE_MS, () =>
      this.dispatch({type: 'noticeRead', notice}),
    );
  }

  #show({type}: Msg): void {
    if (type === 'input' || type === 'resized' || type === 'typed') return this.#flush();
    this.#frame ??= this.#options.clock.after(FRAME_MS, () => this.#flush());
  }

  #flush(): void {
    this.#frame?.cancel();
    this.#frame = undefined;
    this.#shown = this.#latest;
    for (const listener of this.#listeners) listener();
  }
}
