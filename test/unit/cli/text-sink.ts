import type {Sink} from '../../../src/cli/output.ts';

export interface TextSinkOptions {
  /** It is a terminal, so wide. */
  readonly columns?: number | undefined;
  /** And so high. */
  readonly rows?: number | undefined;
  /** The reader goes when it has seen this. */
  readonly goneAfter?: RegExp | undefined;
}

/** Keeps what is written. */
export class TextSink implements Sink {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly gone: AbortSignal;
  readonly #goneAfter: RegExp | undefined;
  readonly #reader = new AbortController();
  #bytes = Buffer.alloc(0);

  constructor({columns, rows, goneAfter}: TextSinkOptions = {}) {
    this.isTerminal = columns !== undefined;
    this.columns = columns;
    this.rows = rows;
    this.#goneAfter = goneAfter;
    this.gone = this.#reader.signal;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  get text(): string {
    return this.#bytes.toString();
  }

  async write(part: string | Uint8Array): Promise<void> {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(part)]);
    if (this.#goneAfter?.test(this.text) === true) this.#reader.abort();
  }

  failure(): undefined {}
}
