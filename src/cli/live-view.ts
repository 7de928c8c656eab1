import {ExitCode} from '../core/errors.ts';
import {isGone} from '../core/gone.ts';
import type {Invocation, Outcome} from './context.ts';
import type {Output} from './output.ts';
import {type Frame, LEAVE_SCREEN, ENTER_SCREEN, screenText} from '../render/screen.ts';
import {EndSignals} from './up/signals.ts';

/** Where something is shown that changes. */
export interface LiveView {
  /** Aborts when nobody looks any more. */
  readonly ended: AbortSignal;
  /** `draw` is called again when the window has got another size. */
  show(draw: () => Frame): Promise<void>;
}

/**
 * Shows what `follow` hands over until prox ends or nobody looks any more: on a terminal each in the place
 * of the one before, on a screen of its own; else, and as JSON, one below the other.
 */
export async function showLive(
  invocation: Invocation,
  follow: (view: LiveView) => Promise<void>,
): Promise<Outcome> {
  const {output, options} = invocation;
  if (output.isTerminal && !options.isSet('json')) return showOnScreen(invocation, follow);
  await untilGone(follow({ended: output.gone, show: async draw => output.print(draw().text)}));
  return ExitCode.done;
}

async function showOnScreen(
  {output, clock, env}: Invocation,
  follow: (view: LiveView) => Promise<void>,
): Promise<Outcome> {
  const signals = new EndSignals({signals: ['SIGINT', 'SIGTERM', 'SIGHUP'], clock, env});
  const screen = new Screen(output);
  const redraw = (): void => void screen.redraw();
  process.on('SIGWINCH', redraw);
  try {
    await output.write(ENTER_SCREEN);
    // A prox that does not answer must not keep a Ctrl-C waiting.
    const signal = await Promise.race([untilGone(follow(screen)), signals.first]);
    if (signal !== undefined) return signal;
  } finally {
    process.off('SIGWINCH', redraw);
    await screen.leave();
    signals.dispose();
  }
  await output.note('prox: prox has ended');
  return ExitCode.done;
}

class Screen implements LiveView {
  readonly ended: AbortSignal;
  readonly #output: Output;
  readonly #left = new AbortController();
  #draw: (() => Frame) | undefined;

  constructor(output: Output) {
    this.#output = output;
    this.ended = AbortSignal.any([output.gone, this.#left.signal]);
  }

  async show(draw: () => Frame): Promise<void> {
    this.#draw = draw;
    await this.redraw();
  }

  async redraw(): Promise<void> {
    if (this.#draw === undefined || this.ended.aborted) return;
    const {rows, paint} = this.#output;
    await this.#output.write(screenText(this.#draw(), {rows, paint}));
  }

  async leave(): Promise<void> {
    this.#left.abort();
    await this.#output.write(LEAVE_SCREEN);
  }
}

/** @throws what is not the end of prox */
async function untilGone(following: Promise<void>): Promise<void> {
  try {
    await following;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
