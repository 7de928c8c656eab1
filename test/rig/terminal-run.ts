import {type Clock, systemClock} from '../../src/core/clock.ts';
import type {Child, ChildCommand} from '../../src/supervisor/child.ts';
import {PipeMaker} from '../../src/supervisor/pipe-maker.ts';
import {signalProcess} from '../../src/supervisor/process-tree.ts';
import {spawnChild} from '../../src/supervisor/spawn.ts';
import {soon} from './soon.ts';

export interface TerminalRunOptions extends Partial<ChildCommand> {
  readonly clock?: Clock;
  readonly onOutput?: (chunk: Buffer) => void;
}

/** A child with a pseudo-terminal, with all that it wrote. */
export class TerminalRun {
  readonly child: Child;
  #text = '';
  #waiting: {readonly pattern: RegExp; readonly resolve: () => void}[] = [];

  static async start(
    cmd: ChildCommand['cmd'],
    {clock = systemClock, onOutput, ...changes}: TerminalRunOptions = {},
  ): Promise<TerminalRun> {
    const early: Buffer[] = [];
    let take = (chunk: Buffer): void => {
      early.push(Buffer.from(chunk));
    };
    const child = await spawnChild({
      cmd,
      cwd: '/',
      env: {PATH: process.env['PATH'] ?? ''},
      ...changes,
      tty: true,
      pipes: new PipeMaker(clock),
      clock,
      onOutput: (_stream, chunk) => take(chunk),
    });
    const run = new TerminalRun(child);
    take = onOutput ?? (chunk => run.#take(chunk));
    for (const chunk of early) take(chunk);
    return run;
  }

  private constructor(child: Child) {
    this.child = child;
  }

  get text(): string {
    return this.#text;
  }

  type(text: string): void {
    this.child.terminal?.write(text);
  }

  /** Resolves when what it wrote holds this. */
  async shows(pattern: RegExp): Promise<void> {
    if (pattern.test(this.#text)) return;
    const shown = new Promise<void>(resolve => this.#waiting.push({pattern, resolve}));
    await soon(`${String(pattern)} on the terminal`, shown);
  }

  /** All that it wrote, when it has ended. */
  async output(): Promise<string> {
    await soon('the end of the child', this.child.exited);
    await soon('the end of its output', this.child.drained);
    return this.#text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    signalProcess(-this.child.pid, 'SIGKILL');
    await this.child.exited;
  }

  #take(chunk: Buffer): void {
    this.#text += chunk.toString('latin1');
    this.#waiting = this.#waiting.filter(({pattern, resolve}) => {
      if (!pattern.test(this.#text)) return true;
      resolve();
      return false;
    });
  }
}
