import {TerminalRun} from '../test/rig/terminal-run.ts';
import {BIN} from './rig.ts';

/** The end of synchronized output, and so of a frame. */
const FRAME_END = '\u001b[?2026l';
/** As much as a text that is looked for may be cut by two chunks. */
const CARRIED = 64;

/** prox on a terminal of 120 columns and 40 rows, and when it wrote what. */
export class ScreenRun {
  frames = 0;
  bytes = 0;
  readonly #run: TerminalRun;
  #tail = '';
  #wanted = '';
  #found: (at: number) => void = () => undefined;

  static async start(args: readonly string[], cwd: string): Promise<ScreenRun> {
    const early: Buffer[] = [];
    let take = (chunk: Buffer): void => void early.push(Buffer.from(chunk));
    const run = await TerminalRun.start([process.execPath, BIN, ...args], {
      cwd,
      env: {...process.env, TERM: 'xterm-256color'},
      onOutput: chunk => take(chunk),
    });
    run.child.terminal?.resize(120, 40);
    const screen = new ScreenRun(run);
    take = chunk => screen.#take(chunk);
    for (const chunk of early) take(chunk);
    return screen;
  }

  private constructor(run: TerminalRun) {
    this.#run = run;
  }

  get pid(): number {
    return this.#run.child.pid;
  }

  press(keys: string): void {
    this.#run.type(keys);
  }

  /** Resolves with the time (of `performance`) at which this was written, from now on or at the very last. */
  async writes(text: string): Promise<number> {
    if (this.#tail.includes(text)) return performance.now();
    this.#wanted = text;
    return new Promise(resolve => (this.#found = resolve));
  }

  /** Likewise, of the end of a frame. */
  async showsFrame(): Promise<number> {
    return this.writes(FRAME_END);
  }

  async end(): Promise<void> {
    process.kill(this.pid, 'SIGTERM');
    await this.#run.child.exited;
  }

  #take(chunk: Buffer): void {
    const text = chunk.toString('utf8');
    this.bytes += chunk.length;
    this.frames += text.split(FRAME_END).length - 1;
    this.#tail += text;
    if (this.#wanted !== '' && this.#tail.includes(this.#wanted)) {
      this.#wanted = '';
      this.#found(performance.now());
    }
    this.#tail = this.#tail.slice(-CARRIED);
  }
}
