import {closeSync, constants, fstatSync, openSync, renameSync, writeSync} from 'node:fs';
import {readFile} from 'node:fs/promises';

const MAX_BYTES = 5 * 1024 * 1024;
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** Below `.prox`. */
export const LOG_FILE = 'prox.log';

/** What a prox without a terminal says about itself, not what its processes write; with one older file beside it. */
export class LogFile {
  readonly #path: string;
  #fd: number;
  #bytes: number;

  /** Failures are system errors; ELOOP when the path is a symbolic link. */
  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(path, FLAGS, 0o600);
    this.#bytes = fstatSync(this.#fd).size;
    if (this.#bytes >= MAX_BYTES) this.#rotate();
  }

  /** To be handed to a child as its output. */
  get fd(): number {
    return this.#fd;
  }

  /** A full disk costs the line, never the supervisor. */
  write(text: string | Uint8Array): void {
    if (this.#bytes >= MAX_BYTES) this.#rotate();
    try {
      this.#bytes += writeSync(this.#fd, Buffer.from(text));
    } catch {
      // ENOSPC, EIO: there is no other place to say it, and prox goes on.
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #rotate(): void {
    renameSync(this.#path, `${this.#path}.1`);
    closeSync(this.#fd);
    this.#fd = openSync(this.#path, FLAGS, 0o600);
    this.#bytes = 0;
  }
}

const LINES_SHOWN = 10;

/** Its last ten lines, for who is told that prox did not start. */
export async function endOfLog(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '(it cannot be read)');
  return text.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
}
