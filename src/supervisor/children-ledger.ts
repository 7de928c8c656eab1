import {bootId} from '../os/process-table.ts';

/** One process group that prox has started. */
export interface LedgerGroup {
  readonly process: string;
  /** Also the id of the group. */
  readonly pid: number;
  readonly startTime: string;
}

/** The content of `.prox/children.json`: all that a later run needs to end what this one left behind. */
export interface Ledger {
  readonly instance: string;
  readonly bootId: string;
  readonly groups: readonly LedgerGroup[];
}

export interface ChildrenLedgerOptions {
  readonly instance: string;
  /** Replaces the file as a whole. A failure is its caller's to report; the ledger goes on. */
  readonly save: (text: string) => Promise<void>;
}

/** Keeps the file in step with the groups that live; changes of one moment are one write. */
export class ChildrenLedger {
  readonly #instance: string;
  readonly #save: (text: string) => Promise<void>;
  readonly #groups = new Map<number, LedgerGroup>();
  #writing: Promise<void> | undefined;
  #isStale = false;

  constructor({instance, save}: ChildrenLedgerOptions) {
    this.#instance = instance;
    this.#save = save;
  }

  add(group: LedgerGroup): void {
    this.#groups.set(group.pid, group);
    void this.flush();
  }

  remove(pid: number): void {
    if (this.#groups.delete(pid)) void this.flush();
  }

  /** Resolves when the file holds what the ledger holds now. */
  async flush(): Promise<void> {
    this.#isStale = true;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const ledger: Ledger = {
        instance: this.#instance,
        bootId: bootId(),
        groups: [...this.#groups.values()],
      };
      await this.#save(`${JSON.stringify(ledger, undefined, 2)}\n`);
    }
  }
}

/** Undefined when the text is not a ledger: there is nothing that could be trusted. */
export function parseLedger(text: string): Ledger | undefined {
  try {
    const ledger: unknown = JSON.parse(text);
    return isLedger(ledger) ? ledger : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isLedger(value: unknown): value is Ledger {
  return (
    isRecord(value) &&
    typeof value['instance'] === 'string' &&
    value['instance'] !== '' &&
    typeof value['bootId'] === 'string' &&
    Array.isArray(value['groups']) &&
    value['groups'].every(isGroup)
  );
}

function isGroup(value: unknown): value is LedgerGroup {
  return (
    isRecord(value) &&
    typeof value['process'] === 'string' &&
    typeof value['startTime'] === 'string' &&
    Number.isInteger(value['pid']) &&
    Number(value['pid']) > 1
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
