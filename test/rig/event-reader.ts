import type {IncomingMessage} from 'node:http';

/** Reads server-sent events off an answer as they come. */
export class EventReader {
  readonly #response: IncomingMessage;
  #text = '';
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.#add(chunk));
    response.on('error', () => this.#end()); // cut off: `ended` tells by `complete`
    response.on('close', () => this.#end());
  }

  /** The next block up to an empty line, comments included; undefined at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end !== -1) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      if (this.#hasEnded) return undefined;
      await new Promise<void>(resolve => (this.#wake = resolve));
    }
  }

  /** Reads to the end; true when the answer was finished rather than cut off. */
  async ended(): Promise<boolean> {
    while ((await this.next()) !== undefined);
    return this.#response.complete;
  }

  #add(chunk: string): void {
    this.#text += chunk;
    this.#wake();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#wake();
  }
}
