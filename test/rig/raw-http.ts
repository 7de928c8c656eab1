import {connect, type Socket} from 'node:net';
import {parseAnswer, type RawAnswer} from './raw-answer.ts';

export interface RawConnectOptions {
  readonly host?: string;
  /** Our side stays open when the other has ended. */
  readonly allowHalfOpen?: boolean;
}

/** One TCP connection, either end of it, of which a test sends and sees every byte. Text is latin1. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the connection is gone, however it went. */
  readonly closed: Promise<void>;
  /** Resolves when the other side has ended its half, or the connection is gone. */
  readonly ended: Promise<void>;
  #unread: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #hasEnded = false;
  readonly #waiters = new Set<() => void>();

  static async open(port: number, options: RawConnectOptions = {}): Promise<RawConnection> {
    const socket = connect({host: '127.0.0.1', ...options, port});
    const connection = new RawConnection(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return connection;
  }

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {}); // that it is gone is told by `closed`
    socket.on('data', chunk => {
      this.#unread = Buffer.concat([this.#unread, chunk]);
      this.#wake();
    });
    this.closed = new Promise(resolve => {
      socket.once('close', () => {
        this.#isClosed = true;
        this.#wake();
        resolve();
      });
    });
    this.ended = new Promise(resolve => {
      socket.once('end', () => {
        this.#hasEnded = true;
        this.#wake();
        resolve();
      });
      socket.once('close', resolve);
    });
  }

  /** What has arrived and was not taken by `answer()`. */
  get text(): string {
    return this.#unread.toString('latin1');
  }

  write(...parts: readonly (string | Buffer)[]): this {
    for (const part of parts) this.socket.write(bytesOf(part));
    return this;
  }

  /** Ends our half; the other half stays open where `allowHalfOpen` is set. */
  end(): this {
    this.socket.end();
    return this;
  }

  /** Closes with a RST instead of a FIN. */
  reset(): this {
    this.socket.resetAndDestroy();
    return this;
  }

  destroy(): this {
    this.socket.destroy();
    return this;
  }

  /** Resolves when what has arrived holds this. @throws when the connection closes before */
  async until(marker: string): Promise<string> {
    while (!this.text.includes(marker)) await this.#more(marker);
    return this.text;
  }

  /** The next answer, whole; it is taken out of `text`. `method` is of the request it answers. */
  async answer(method = 'GET'): Promise<RawAnswer> {
    for (;;) {
      const parsed = parseAnswer(this.#unread, {method, isAll: this.#isOver()});
      if (parsed) {
        this.#unread = this.#unread.subarray(parsed.length);
        return parsed.answer;
      }
      await this.#more('a whole answer');
    }
  }

  /** Every answer until the other side closes. */
  async answers(method = 'GET'): Promise<readonly RawAnswer[]> {
    await this.ended;
    const answers: RawAnswer[] = [];
    while (this.#unread.length > 0) answers.push(await this.answer(method));
    return answers;
  }

  #isOver(): boolean {
    return this.#hasEnded || this.#isClosed;
  }

  async #more(what: string): Promise<void> {
    if (this.#isOver()) {
      throw new Error(`closed before ${what} arrived; got ${JSON.stringify(this.text)}`);
    }
    await new Promise<void>(resolve => this.#waiters.add(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
    this.#waiters.clear();
  }
}

function bytesOf(part: string | Buffer): Buffer {
  return typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
}
