import {createPaint, wantsColor, type Paint} from '../render/paint.ts';

/** Where text for people and programs goes: the terminal, a pipe, or the log of a detached prox. */
export interface Sink {
  /** Resolves when the text was taken; never rejects. */
  write(text: string | Uint8Array): Promise<void>;
  readonly isTerminal: boolean;
  /** How wide the terminal is now; undefined where there is none, or it does not tell. */
  readonly columns: number | undefined;
  /** How high it is, likewise. */
  readonly rows: number | undefined;
  /** Aborts when nobody can read any more. */
  readonly gone: AbortSignal;
  /** Why something could not be written, when that is not because the reader is gone. */
  readonly failure: () => Error | undefined;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color: boolean | undefined;
  readonly isQuiet: boolean;
}

/** The only writer of standard output and standard error. */
export class Output {
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #isQuiet: boolean;
  readonly hasColor: boolean;
  readonly hasErrorColor: boolean;
  readonly paint: Paint;
  /** For standard error, which may be a terminal when standard output is none. */
  readonly errorPaint: Paint;

  constructor({stdout, stderr, env, color, isQuiet}: OutputOptions) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#isQuiet = isQuiet;
    this.hasColor = wantsColor({flag: color, env, isTerminal: stdout.isTerminal});
    this.paint = createPaint({hasColor: this.hasColor});
    this.hasErrorColor = wantsColor({flag: color, env, isTerminal: stderr.isTerminal});
    this.errorPaint = createPaint({hasColor: this.hasErrorColor});
  }

  get isTerminal(): boolean {
    return this.#stdout.isTerminal;
  }

  /** Of standard output, as they are now; undefined into a pipe or file. */
  get columns(): number | undefined {
    return this.#stdout.columns;
  }

  get rows(): number | undefined {
    return this.#stdout.rows;
  }

  /** Aborts when the reader of standard output is gone: whoever writes without end ends then. */
  get gone(): AbortSignal {
    return this.#stdout.gone;
  }

  /** What was asked for, to standard output as it is. Resolves when the reader can take more. */
  async write(text: string | Uint8Array): Promise<void> {
    await this.#stdout.write(text);
  }

  async print(line: string): Promise<void> {
    await this.#stdout.write(`${line}\n`);
  }

  /** The good news of a command, to standard output; `--quiet` keeps it silent. */
  async report(line: string): Promise<void> {
    if (!this.#isQuiet) await this.print(line);
  }

  /** Beside what was asked for, to standard error; `--quiet` keeps it silent. */
  async note(line: string): Promise<void> {
    if (!this.#isQuiet) await this.complain(line);
  }

  /** To standard error. */
  async complain(line: string): Promise<void> {
    await this.#stderr.write(`${line}\n`);
  }
}
