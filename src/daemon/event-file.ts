import {MAX_EVENTS, type ProxEvent} from '../core/event.ts';
import {appendPrivateFile, writePrivateFile} from '../os/private-file.ts';
import {acknowledgementRecord, eventRecord, readRecords} from './event-records.ts';
import {readOwnFile} from './own-file.ts';

/** Records, until those that count for nothing any more are taken out. */
const MAX_RECORDS = 2 * MAX_EVENTS;
/** More than as many of the largest events take: what is larger is not ours. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Where events outlive prox, in `.prox`. */
export const EVENTS_FILE = 'events.jsonl';

export interface EventFileOptions {
  readonly path: string;
  /** Told of the first failure, and of no other. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * `.prox/events.jsonl`: a record for each event and each acknowledgement, in the order in which they came.
 * It is written in the background. A failure to write costs what was to be written, and nothing else.
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
  #isBroken = false;
  /** What is there could not be read; our numbers do not continue its own, so that it must give way. */
  #isForeign: boolean;

  /** Never throws: of a file that cannot be read nothing is kept, and the first record replaces it. */
  static async open(options: EventFileOptions): Promise<EventFile> {
    try {
      return new EventFile(options, {kept: await compact(options.path), isForeign: false});
    } catch (error) {
      options.onFailure(error);
      return new EventFile(options, {kept: [], isForeign: true});
    }
  }

  private constructor(options: EventFileOptions, {kept, isForeign}: Beginning) {
    this.#options = options;
    this.kept = kept;
    this.#records = kept.length;
    this.#hasFailed = isForeign;
    this.#isForeign = isForeign;
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
    const write = this.#isForeign ? writePrivateFile : appendPrivateFile;
    await write(path, start + records.join(''));
    this.#isForeign = false;
    this.#records += records.length;
    if (this.#records < MAX_RECORDS) return;
    this.#records = MAX_EVENTS; // if it fails, the next attempt has time
    this.#records = (await compact(path)).length;
  }
}

interface Beginning {
  readonly kept: readonly ProxEvent[];
  readonly isForeign: boolean;
}

/**
 * What such a file holds, oldest first, for who only reads it; undefined when there is none.
 * @throws ProxError UNREACHABLE when it is the file of another user's prox
 */
export async function readEvents(path: string): Promise<readonly ProxEvent[] | undefined> {
  const text = await readOwnFile(path, MAX_BYTES);
  return text === undefined ? undefined : readRecords(text).slice(-MAX_EVENTS);
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
