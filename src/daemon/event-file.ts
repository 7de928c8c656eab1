import {MAX_EVENTS, type ProxEvent} from '../core/event.ts';
import {appendPrivateFile, writePrivateFile} from '../os/private-file.ts';
import {acknowledgementRecord, eventRecord, readRecords} from './event-records.ts';
import {readOwnFile} from './own-file.ts';

/** Records, until those that count for nothing any more are taken out. */
const MAX_RECORDS = 2 * MAX_EVENTS;
/** More than as many of the largest events take: what is larger is not ours. */
const MAX_BYTES = 128 * 1024 * 1024;

export interface EventFileOptions {
  readonly path: string;
  /** Told of the first failure, and of no other. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * `.prox/events.jsonl`: a record for each event and each acknowledgement, in the order in which they came.
 * It is written in the background. A failure costs what was to be written, and nothing else.
 */
export class EventFile {
  /** Of earlier runs, oldest first, at most MAX_EVENTS. */
  readonly kept: readonly ProxEvent[];
  readonly #options: EventFileOptions;
  #records: number;
  /** What is to be written next. */
  #pending: string[] = [];
  #writing: Promise<void> | undefined;
  #hasFailed: boolean;
  /** The last attempt has failed. */
  #isBroken: boolean;

  /** Never throws: of a file that cannot be read nothing is kept. */
  static async open(options: EventFileOptions): Promise<EventFile> {
    try {
      return new EventFile(options, {kept: await compact(options.path), isBroken: false});
    } catch (error) {
      options.onFailure(error);
      return new EventFile(options, {kept: [], isBroken: true});
    }
  }

  private constructor(options: EventFileOptions, {kept, isBroken}: Beginning) {
    this.#options = options;
    this.kept = kept;
    this.#records = kept.length;
    this.#hasFailed = isBroken;
    this.#isBroken = isBroken;
  }

  append(event: ProxEvent): void {
    this.#add(eventRecord(event));
  }

  acknowledge(ids: readonly number[], at: string): void {
    this.#add(acknowledgementRecord(ids, at));
  }

  /** Resolves when all that was added so far is written, or cannot be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #add(record: string): void {
    this.#pending.push(record);
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const records = this.#pending;
      this.#pending = [];
      try {
        await this.#append(records);
        this.#isBroken = false;
      } catch (error) {
        if (!this.#hasFailed) this.#options.onFailure(error);
        this.#hasFailed = true;
        this.#isBroken = true;
      }
    }
    this.#writing = undefined; // here: what is added a moment later must find it so
  }

  async #append(records: readonly string[]): Promise<void> {
    const {path} = this.#options;
    // Of a record that failed the disk may have taken the beginning.
    const start = this.#isBroken ? '\n' : '';
    await appendPrivateFile(path, start + records.join(''));
    this.#records += records.length;
    if (this.#records < MAX_RECORDS) return;
    this.#records = MAX_EVENTS; // if it fails, the next attempt has time
    this.#records = (await compact(path)).length;
  }
}

interface Beginning {
  readonly kept: readonly ProxEvent[];
  readonly isBroken: boolean;
}

/** Leaves nothing in the file but the events that are still kept, and returns them. */
async function compact(path: string): Promise<readonly ProxEvent[]> {
  const before = await readOwnFile(path, MAX_BYTES);
  if (before === undefined) return [];
  const kept = readRecords(before).slice(-MAX_EVENTS);
  const after = kept.map(eventRecord).join('');
  // What is empty may be no file of ours, such as a link: it gives way.
  if (before === '' || before !== after) await writePrivateFile(path, after);
  return kept;
}
