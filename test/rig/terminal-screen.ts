import xterm, {type IBufferCell, type Terminal} from '@xterm/headless';
import type {RawExit} from '../../src/supervisor/child.ts';
import {unicode} from './character-widths.ts';
import {TerminalRun} from './terminal-run.ts';

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

export interface ScreenModes {
  readonly isAlternate: boolean;
  readonly isCursorHidden: boolean;
  readonly hasBracketedPaste: boolean;
  readonly mouse: Terminal['modes']['mouseTrackingMode'];
}

/** Of a terminal that no program has changed. */
export const TERMINAL_BEFORE: ScreenModes = {
  isAlternate: false,
  isCursorHidden: false,
  hasBracketedPaste: false,
  mouse: 'none',
};

/** What a terminal shows, and what was written to it. */
interface Shown {
  readonly terminal: Terminal;
  readonly output: Buffer[];
  isCursorHidden: boolean;
}

/** A command on a real pseudo-terminal, and what a terminal would show of it. */
export class TerminalScreen {
  /** When the command has exited and all that it wrote is on the screen. */
  readonly exited: Promise<RawExit>;
  readonly #argv: readonly string[];
  readonly #run: TerminalRun;
  readonly #shown: Shown;
  #exit: RawExit | undefined;
  #waiting: (() => void)[] = [];

  static async start(options: TerminalScreenOptions): Promise<TerminalScreen> {
    const {argv, columns = 80, rows = 24, env, cwd = '/'} = options;
    const shown = showNothing(columns, rows);
    let wake = (): void => {};
    const run = await TerminalRun.start(argv, {
      cwd,
      env: {PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', ...env},
      onOutput: chunk => {
        const copy = Buffer.from(chunk);
        shown.output.push(copy);
        shown.terminal.write(copy, () => wake());
      },
    });
    run.child.terminal?.resize(columns, rows);
    const screen = new TerminalScreen(argv, run, shown);
    wake = () => screen.#wake();
    return screen;
  }

  private constructor(argv: readonly string[], run: TerminalRun, shown: Shown) {
    this.#argv = argv;
    this.#run = run;
    this.#shown = shown;
    // What the terminal answers when it is asked (device attributes and the like).
    shown.terminal.onData(answer => run.type(answer));
    this.exited = this.#end();
  }

  get pid(): number {
    return this.#run.child.pid;
  }

  /** Sends it as if it had been typed, in one go. */
  press(keys: string): void {
    this.#run.type(keys);
  }

  resize(columns: number, rows: number): void {
    this.#shown.terminal.resize(columns, rows);
    this.#run.child.terminal?.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** What is visible, without the blanks at the ends. */
  rows(): readonly string[] {
    const {baseY} = this.#shown.terminal.buffer.active;
    return this.#lines(baseY, baseY + this.#shown.terminal.rows);
  }

  /** The main screen with its scrollback, whichever screen is visible. */
  scrollback(): readonly string[] {
    const {normal} = this.#shown.terminal.buffer;
    return Array.from({length: normal.length}, (_, y) => textOf(normal.getLine(y)));
  }

  /** Character, colours and attributes at a visible place, from 0. */
  cell(x: number, y: number): IBufferCell | undefined {
    const {active} = this.#shown.terminal.buffer;
    return active.getLine(active.baseY + y)?.getCell(x);
  }

  get modes(): ScreenModes {
    const {bracketedPasteMode, mouseTrackingMode} = this.#shown.terminal.modes;
    return {
      isAlternate: this.#shown.terminal.buffer.active.type === 'alternate',
      isCursorHidden: this.#shown.isCursorHidden,
      hasBracketedPaste: bracketedPasteMode,
      mouse: mouseTrackingMode,
    };
  }

  /** All that was written to the terminal. */
  get rawOutput(): string {
    return Buffer.concat(this.#shown.output).toString();
  }

  /** The screen as a picture, for the eyes of who reads about a failure. */
  get picture(): string {
    const edge = `+${'-'.repeat(this.#shown.terminal.cols)}+`;
    const lines = this.rows().map(row => `|${row.padEnd(this.#shown.terminal.cols)}|`);
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
    if (!this.#exit) await this.#run[Symbol.asyncDispose]();
    await this.exited;
    this.#shown.terminal.dispose();
  }

  async #end(): Promise<RawExit> {
    const exit = await this.#run.child.exited;
    await this.#run.child.drained;
    await new Promise<void>(resolve => this.#shown.terminal.write('', resolve));
    this.#exit = exit;
    this.#wake();
    return exit;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #lines(from: number, to: number): readonly string[] {
    const {active} = this.#shown.terminal.buffer;
    return Array.from({length: to - from}, (_, index) => textOf(active.getLine(from + index)));
  }
}

function textOf(line: {translateToString(trimRight: boolean): string} | undefined): string {
  return line?.translateToString(true) ?? '';
}

function showNothing(cols: number, rows: number): Shown {
  const terminal = new xterm.Terminal({cols, rows, allowProposedApi: true});
  terminal.unicode.register(unicode);
  terminal.unicode.activeVersion = unicode.version;
  const shown: Shown = {terminal, output: [], isCursorHidden: false};
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
      if (parameters.includes(25)) shown.isCursorHidden = final === 'l';
      return false;
    });
  }
  return shown;
}
