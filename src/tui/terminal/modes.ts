import type {ReadStream, WriteStream} from 'node:tty';
import {ScreenOutput} from './screen-output.ts';
import {writeNow} from './write-now.ts';

export interface TerminalStreams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & {readonly fd: number};
}

export interface TerminalModesOptions extends TerminalStreams {
  /** The process has been stopped and goes on, with an empty screen: all is to be drawn again. */
  readonly onContinue: () => void;
  /** Signals that nobody else answers: the process ends by them, after the terminal is as before. */
  readonly fatalSignals: readonly NodeJS.Signals[];
}

const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';
/**
 * Alternate screen, empty, from its upper left corner; no cursor; bracketed paste; a row that the terminal
 * takes for wider than it is does not run into the next.
 */
const EMPTY_SCREEN = '\u001b[H\u001b[J';
const SHOW_SCREEN = `\u001b[?1049h${EMPTY_SCREEN}\u001b[?25l\u001b[?2004h\u001b[?7l`;
/** First the ends of what a frame may have begun: synchronized output (2026), colours. */
const HIDE_SCREEN = `\u001b[?2026l\u001b[m${MOUSE_OFF}\u001b[?7h\u001b[?2004l\u001b[?25h\u001b[?1049l`;

type Shown = 'nothing' | 'screen' | 'mainScreen';

/**
 * The modes of the terminal while the TUI has it; what it changes, it changes back, at the latest when the
 * process exits. Everything is done when a method returns.
 */
export class TerminalModes {
  readonly #output: ScreenOutput;
  readonly #options: TerminalModesOptions;
  #shown: Shown = 'nothing';
  #hasMouse = false;

  constructor(options: TerminalModesOptions) {
    this.#options = options;
    this.#output = new ScreenOutput(options.stdout, () => this.#shown === 'screen');
    // A closed terminal takes no mode; who reads from it is told of its end.
    options.stdin.on('error', () => undefined);
  }

  /** For the renderer: what is written while the screen is not shown is dropped. */
  get output(): WriteStream {
    return this.#output.stream;
  }

  /** The size has changed, and with it what the terminal shows: it is emptied, to be drawn anew. */
  empty(): void {
    if (this.#shown !== 'screen') return;
    this.#write(EMPTY_SCREEN);
    this.#output.emptied();
  }

  /** Raw mode, and the alternate screen, empty. Nothing happens when it is shown already. */
  enter(): void {
    this.#show('screen');
  }

  /** For lines in the real scrollback: the main screen, still in raw mode, until `enter`. */
  showMainScreen(): void {
    this.#show('mainScreen');
  }

  /** The terminal is as before. Harmless when it is already. */
  leave(): void {
    this.#show('nothing');
  }

  /** Whether the mouse is the TUI's. If not, the terminal's own selecting works. Off at first. */
  setMouse(isOn: boolean): void {
    if (isOn === this.#hasMouse) return;
    this.#hasMouse = isOn;
    if (this.#shown === 'screen') this.#write(isOn ? MOUSE_ON : MOUSE_OFF);
  }

  /** For Ctrl-Z, which is a byte like others in raw mode. Returns after `fg`, and `onContinue`. */
  suspend(): void {
    const shown = this.#shown;
    this.leave();
    // No listener hears SIGCONT now: the call returns when the process goes on, or at once if nobody
    // could let it go on (a terminal without a shell), for then the system does not stop it.
    // With who started us (npm, sh): the shell waits for all of them.
    process.kill(0, 'SIGTSTP');
    this.#show(shown);
    this.#options.onContinue();
  }

  #show(next: Shown): void {
    const before = this.#shown;
    if (next === before) return;
    this.#shown = next;
    if (before === 'nothing') this.#takeTerminal();
    if (before === 'screen') this.#write(HIDE_SCREEN);
    if (next === 'screen') this.#output.emptied();
    if (next === 'screen') this.#write(this.#hasMouse ? SHOW_SCREEN + MOUSE_ON : SHOW_SCREEN);
    if (next === 'nothing') this.#giveTerminalBack();
  }

  #takeTerminal(): void {
    process.on('exit', this.#onExit);
    process.on('SIGCONT', this.#onContinued);
    for (const signal of this.#options.fatalSignals) process.on(signal, this.#onFatalSignal);
    this.#setRawMode(true);
  }

  #giveTerminalBack(): void {
    this.#setRawMode(false);
    process.off('exit', this.#onExit);
    process.off('SIGCONT', this.#onContinued);
    for (const signal of this.#options.fatalSignals) process.off(signal, this.#onFatalSignal);
  }

  readonly #onExit = (): void => this.leave();

  readonly #onFatalSignal = (signal: NodeJS.Signals): void => {
    this.leave();
    // Two versions of signal-exit come with Ink: each leaves it to the other to end the process.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };

  /** Stopped by somebody else: the shell has changed the modes, and Node does not know. */
  readonly #onContinued = (): void => {
    const shown = this.#shown;
    this.leave();
    this.#show(shown);
    this.#options.onContinue();
  };

  #setRawMode(isRaw: boolean): void {
    const {stdin} = this.#options;
    if (!stdin.destroyed) stdin.setRawMode(isRaw);
  }

  #write(text: string): void {
    writeNow(this.#options.stdout.fd, text);
  }
}
