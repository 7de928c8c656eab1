import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ByteBudget} from './byte-budget.ts';

export interface CaptureFilesOptions {
  readonly dir: string;
  readonly budgetBytes: number;
  readonly say: (text: string) => void;
}

/** A body that is to be written. */
export interface Writable {
  readonly name: string;
  /** Looked at when its turn has come; empty: nobody wants it any more. */
  readonly unwritten: readonly Buffer[];
  /** Called once. `isKept`: there is a file now. */
  written(isKept: boolean): void;
}

/**
 * The private files of large bodies. One after the other: whatever the disk does, it is one open file
 * and one thread of Node's few.
 */
export class CaptureFiles {
  /** Whose files are written; the oldest go first. */
  readonly budget: ByteBudget;
  readonly #dir: string;
  readonly #say: (text: string) => void;
  #last: Promise<void> = Promise.resolve();
  #isFailing = false;
  #isClosed = false;

  constructor({dir, budgetBytes, say}: CaptureFilesOptions) {
    this.#dir = dir;
    this.budget = new ByteBudget(budgetBytes);
    this.#say = say;
  }

  /** An empty folder of our own. Never rejects. */
  async open(): Promise<void> {
    try {
      await rm(this.#dir, {recursive: true, force: true});
      await mkdir(this.#dir, {recursive: true, mode: 0o700});
    } catch (error) {
      this.#fail(error);
    }
  }

  write(body: Writable): void {
    this.#then(async () => {
      const isWanted = !this.#isClosed && body.unwritten.length > 0;
      body.written(isWanted && (await this.#tryWrite(body)));
    });
  }

  /** Undefined when it is not there any more. */
  async read(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#path(name));
    } catch {
      return undefined; // discarded meanwhile, or lost to whatever befell the disk: gone either way
    }
  }

  remove(name: string): void {
    this.#then(async () => removeFile(this.#path(name)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    await removeFile(this.#dir);
  }

  #then(step: () => Promise<void>): void {
    this.#last = this.#last.then(step);
  }

  /** A new file, which follows no link, for the owner only. */
  async #tryWrite({name, unwritten}: Writable): Promise<boolean> {
    const path = this.#path(name);
    try {
      await mkdir(this.#dir, {recursive: true, mode: 0o700}); // somebody may have cleared it away
      await writeFile(path, unwritten, {flag: 'wx', mode: 0o600});
      this.#isFailing = false;
      return true;
    } catch (error) {
      this.#fail(error);
      await removeFile(path);
      return false;
    }
  }

  #fail(error: unknown): void {
    if (!this.#isFailing) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#say(`captured bodies over 16 KB cannot be kept in ${this.#dir}: ${reason}`);
    }
    this.#isFailing = true;
  }

  #path(name: string): string {
    return join(this.#dir, name);
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, {recursive: true, force: true});
  } catch {
    // The next run clears the folder; until then it is a private file too many.
  }
}
