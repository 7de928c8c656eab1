import type {PortConflict} from '../core/process-report.ts';
import {portConflictText} from '../core/port-holder-text.ts';
import {warningText, type Warning} from '../core/warning.ts';
import type {MemberView} from '../supervisor/process-view.ts';
import {lastingConflicts} from './port-conflicts.ts';

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

  /** Those of the start, then those of the latest run of each process, which have been said there and still hold. */
  async with(views: readonly MemberView[]): Promise<readonly Warning[]> {
    return [...this.#list, ...[...(await lastingConflicts(views))].map(portWarning)];
  }
}

function portWarning([name, conflict]: readonly [string, PortConflict]): Warning {
  return {
    code: 'PORT_TAKEN',
    message: `${name} ${portConflictText(conflict)}`,
    hint: `Run \`prox why ${name}\`.`,
  };
}
