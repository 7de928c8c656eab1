import {type IPty, spawn} from '@lydell/node-pty';
import xterm, {type IBufferCell, type Terminal} from '@xterm/headless';
import {unicode} from './character-widths.ts';

const PATIENCE_MS = 10_000;

export interface TerminalScreenOptions {
  readonly argv: readonly string[];
  /** Default: 80 and 24. */
  readonly columns?: number;
  readonly rows?: number;
  /** Beside PATH and TERM; nothing else is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface TerminalExit {
  readonly code: number | undefined;
  /** By its number. */
  readonly signal: number | undefined;
}

export interface ScreenModes {
  readonly isAlternate: boolean;
  readonly isCursorHidden: boolean;
  readonly hasBracketedPaste: boolean;
  readonly mouse: Terminal['modes']['mouseTrackingMode'];
}

/** A command on a real pseudo-terminal, and what a terminal would show of it. */
export class TerminalScreen {
  readonly pid: number;
  /** When the command has exited and all that it wrote is on the screen. */
  readonly exited: Promise<TerminalExit>;
  readonly #argv: readonly string[];
  readonly #pty: IPty;
  readonly #terminal: Terminal;
  readonly #output: Buffer[] = [];
  #isCursorHidden = false;
  #exit: TerminalExit | undefined;
  #waiting: (() => void)[] = [];

  static start(options: TerminalScreenOptions): TerminalScreen {
    return new TerminalScreen(options);
  }

  private constructor({argv, columns = 80, rows = 24, env, cwd = '/'}: TerminalScreenOptions) {
    const [file = '', ...args] = argv;
    this.#argv = argv;
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
    this.#terminal.unicode.register(unicode);
    this.#terminal.unicode.activeVersion = unicode.version;
    this.#watchCursor();
    this.#pty = spawn(file, args, {
      cols: columns,
      rows,
      cwd,
      env: {PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', ...env},
      encoding: null,
    });
    this.pid = this.#pty.pid;
    // What the terminal answers when it is asked (device attributes and the like).
    this.#terminal.onData(answer => this.#pty.write(answer));
    this.#pty.onData(chunk => this.#take(Buffer.from(chunk)));
    this.exited = new Promise(resolve => {
      this.#pty.onExit(({exitCode, signal}) => {
        this.#exit = signal ? {code: undefined, signal} : {code: exitCode, signal: undefined};
        this.#terminal.write('', () => {
          this.#wake();
          resolve(this.#exit ?? {code: undefined, signal: undefined});
        });
      });
    });
  }

  /** Sends it as if it had been typed, in one go. */
  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** What is visible, without the blanks at the ends. */
  rows(): readonly string[] {
    const {baseY} = this.#terminal.buffer.active;
    return this.#lines(baseY, baseY + this.#terminal.rows);
  }

  /** The main screen with its scrollback, whichever screen is visible. */
  scrollback(): readonly string[] {
    const {normal} = this.#terminal.buffer;
    return Array.from({length: normal.length}, (_, y) => textOf(normal.getLine(y)));
  }

  /** Character, colours and attributes at a visible place, from 0. */
  cell(x: number, y: number): IBufferCell | undefined {
    const {active} = this.#terminal.buffer;
    return active.getLine(active.baseY + y)?.getCell(x);
  }

  get modes(): ScreenModes {
    const {bracketedPasteMode, mouseTrackingMode} = this.#terminal.modes;
    return {
      isAlternate: this.#terminal.buffer.active.type === 'alternate',
      isCursorHidden: this.#isCursorHidden,
      hasBracketedPaste: bracketedPasteMode,
      mouse: mouseTrackingMode,
    };
  }

  /** All that was written to the terminal. */
  get rawOutput(): string {
    return Buffer.concat(this.#output).toString();
  }

  /** The screen as a picture, for the eyes of who reads about a failure. */
  get picture(): string {
    const edge = `+${'-'.repeat(this.#terminal.cols)}+`;
    const lines = this.rows().map(row => `|${row.padEnd(this.#terminal.cols)}|`);
    const state = this.#exit ? `ended: ${JSON.stringify(this.#exit)}` : 'runs';
    return [`$ ${this.#argv.join(' ')}   (${state})`, edge, ...lines, edge].join('\n');
  }

  /** Resolves when the screen is so, or shows this (over all rows); rejects with a picture of it. */
  async until(wanted: RegExp | ((screen: TerminalScreen) => boolean)): Promise<void> {
    const isThere = (): boolean =>
      wanted instanceof RegExp ? wanted.test(this.rows().join('\n')) : wanted(this);
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      this.#wake();
    }, PATIENCE_MS);
    try {
      while (!isThere()) {
        if (isLate || this.#exit) throw new Error(`not seen: ${String(wanted)}\n${this.picture}`);
        await new Promise<void>(resolve => this.#waiting.push(resolve));
      }
    } finally {
      clearTimeout(limit);
    }
  }

  /** Ends the command, and closes its terminal. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#exit) this.#pty.kill('SIGKILL');
    await this.exited;
    this.#terminal.dispose();
  }

  #take(chunk: Buffer): void {
    this.#output.push(chunk);
    this.#terminal.write(chunk, () => this.#wake());
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #watchCursor(): void {
    for (const final of ['h', 'l']) {
      this.#terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
        if (parameters.includes(25)) this.#isCursorHidden = final === 'l';
        return false;
      });
    }
  }

  #lines(from: number, to: number): readonly string[] {
    const {active} = this.#terminal.buffer;
    return Array.from({length: to - from}, (_, index) => textOf(active.getLine(from + index)));
  }
}

function textOf(line: {translateToString(trimRight: boolean): string} | undefined): string {
  return line?.translateToString(true) ?? '';
}
