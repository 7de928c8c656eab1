import {warningText, type Warning} from '../core/warning.ts';
import type {MemberView} from '../supervisor/process-view.ts';
import {portConflictText} from '../supervisor/taken-port.ts';

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
  with(views: readonly MemberView[]): readonly Warning[] {
    return [...this.#list, ...views.flatMap(portWarnings)];
  }
}

function portWarnings(view: MemberView): readonly Warning[] {
  if (view.kind === 'dependency' || view.portConflict === undefined) return [];
  const {name} = view.config;
  return [
    {
      code: 'PORT_TAKEN',
      message: `${name} ${portConflictText(view.portConflict)}`,
      hint: `Run \`prox why ${name}\`.`,
    },
  ];
}
