import {warningText, type Warning} from '../core/warning.ts';
import type {ProcessView} from '../supervisor/process-view.ts';

/** What the user should know of this run: said in the log at once, and kept for `status`. */
export class Warnings {
  readonly #say: (text: string) => void;
  readonly #list: Warning[] = [];

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  add(warning: Warning): void {
    this.#list.push(warning);
    this.#say(warningText(warning));
  }

  /** Those of the start, then those of the latest run of each process, which have been said there. */
  with(views: readonly ProcessView[]): readonly Warning[] {
    const ofProcesses = views.flatMap(({config: {name}, portWarning}) =>
      portWarning === undefined
        ? []
        : [{code: 'PORT_TAKEN', message: `${name} ${portWarning}`, hint: undefined}],
    );
    return [...this.#list, ...ofProcesses];
  }
}
