import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {Mailbox} from './mailbox.ts';

export interface CommandResult {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Default: empty. Open: what is typed, until `endInput`. */
  readonly stdin?: 'open';
}

/** A command that runs. */
export class RunningCommand {
  /** Resolves when the command has exited and all of its output is read. */
  readonly exit: Promise<CommandResult>;
  readonly pid: number;
  readonly #options: CommandOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines = new Mailbox<string>();
  #stdout = '';
  #stderr = '';

  constructor(options: CommandOptions) {
    this.#options = options;
    const [file = '', ...args] = options.argv;
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: {...options.env},
      stdio: 'pipe',
    });
    if (child.pid === undefined) throw new Error(`cannot run ${file}`);
    this.#child = child;
    this.pid = child.pid;
    child.stdin.on('error', () => {}); // it has ended and reads no more: `exit` tells
    if (options.stdin !== 'open') this.endInput();
    this.#read(child.stdout, text => (this.#stdout += text));
    this.#read(child.stderr, text => (this.#stderr += text));
    this.exit = new Promise(resolve => {
      child.once('close', (code, signal) => {
        this.#lines.close(new Error('the command has ended'));
        resolve({
          code: code ?? undefined,
          signal: signal ?? undefined,
          stdout: this.#stdout,
          stderr: this.#stderr,
        });
      });
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** What one needs to see after a failure. */
  get transcript(): string {
    const {argv, cwd} = this.#options;
    return `$ ${argv.join(' ')}   (in ${cwd})\n${this.#stdout}--- stderr\n${this.#stderr}`;
  }

  /** The next line, of either stream, that matches; it and all before it are consumed. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = await this.#nextLine(pattern);
      if (pattern.test(line)) return line;
    }
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  async #nextLine(pattern: RegExp): Promise<string> {
    try {
      return await this.#lines.next();
    } catch (cause) {
      throw new Error(`no line matched ${String(pattern)}\n${this.transcript}`, {cause});
    }
  }

  #read(stream: Readable, append: (text: string) => void): void {
    stream.setEncoding('utf8').on('data', append);
    createInterface({input: stream}).on('line', line => this.#lines.put(line));
  }
}
