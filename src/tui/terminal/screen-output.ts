import type {WriteStream} from 'node:tty';
import {FrameWriter, isFrame} from './frame-writer.ts';

/**
 * `stdout` for the renderer: it sees the real terminal, but of what it writes only what changes the screen
 * comes through, and nothing while the screen is not shown (a last frame at the exit, above all). A
 * terminal that takes no more gets the newest frame when it does, and none of those between.
 */
export class ScreenOutput {
  readonly stream: WriteStream;
  readonly #stdout: WriteStream;
  readonly #isShown: () => boolean;
  readonly #frames = new FrameWriter();
  #isBusy = false;
  #next: string | undefined;

  constructor(stdout: WriteStream, isShown: () => boolean) {
    this.#stdout = stdout;
    this.#isShown = isShown;
    const write = (text: string, onWritten: () => void = () => undefined): boolean => {
      this.#draw(text);
      onWritten();
      return true;
    };
    this.stream = new Proxy(stdout, {
      get(target, name) {
        if (name === 'write') return write;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** The screen is empty. */
  emptied(): void {
    this.#frames.reset();
    this.#next = undefined;
  }

  #draw(frame: string): void {
    if (!this.#isShown()) return;
    if (this.#isBusy) {
      if (isFrame(frame)) this.#next = frame;
      return;
    }
    const text = this.#frames.next(frame);
    if (text === '') return;
    this.#isBusy = true;
    this.#stdout.write(text, () => {
      this.#isBusy = false;
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) this.#draw(next);
    });
  }
}
