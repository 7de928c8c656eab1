import type {EventJournal} from '../../src/app/event-log.ts';
import type {ProxEvent} from '../../src/core/event.ts';

/** Remembers what it was told instead of writing it. */
export class MemoryJournal implements EventJournal {
  readonly kept: readonly ProxEvent[];
  readonly appended: ProxEvent[] = [];
  readonly acknowledged: {readonly ids: readonly number[]; readonly at: string}[] = [];

  constructor(kept: readonly ProxEvent[] = []) {
    this.kept = kept;
  }

  append(event: ProxEvent): void {
    this.appended.push(event);
  }

  acknowledge(ids: readonly number[], at: string): void {
    this.acknowledged.push({ids, at});
  }

  async flush(): Promise<void> {}
}
