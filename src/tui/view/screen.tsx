import {render} from 'ink';
import type {ReadStream, WriteStream} from 'node:tty';
import {App, type Store} from './app.tsx';

const MAX_FRAMES_PER_SECOND = 30;

export interface ScreenOptions {
  readonly store: Store;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

/** The picture of the model on the terminal, drawn anew with every change of it. */
export class Screen {
  readonly #options: ScreenOptions;
  #instance: ReturnType<typeof render>;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#instance = draw(options);
  }

  /** From an empty screen. */
  redraw(): void {
    this.#instance.unmount();
    this.#instance = draw(this.#options);
  }

  close(): void {
    this.#instance.unmount();
  }
}

function draw({store, stdin, stdout}: ScreenOptions): ReturnType<typeof render> {
  return render(<App store={store} />, {
    stdin,
    stdout,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
    maxFps: MAX_FRAMES_PER_SECOND,
  });
}
