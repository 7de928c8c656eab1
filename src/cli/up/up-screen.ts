import type {Readiness} from '../../daemon/launch-report.ts';
import type {LaunchedProx} from '../../daemon/launched-prox.ts';
import type {TimestampMode} from '../../render/log-line.ts';
import type {Farewell} from '../../tui/tui.ts';
import {connectToProject} from '../connect.ts';
import type {Invocation} from '../context.ts';
import type {ScreenTerminal} from '../screen-terminal.ts';
import {showScreen} from '../show-screen.ts';
import type {HeldWords} from './held-words.ts';
import type {SignalRelay} from './signal-relay.ts';

export interface UpScreenOptions {
  readonly terminal: ScreenTerminal;
  readonly invocation: Invocation;
  readonly configFile: string;
  readonly timestamps: TimestampMode;
  readonly prox: LaunchedProx;
  readonly relay: SignalRelay;
  readonly words: HeldWords;
}

/** The screen of a prox that was just started beside it. */
export class UpScreen {
  readonly #options: UpScreenOptions;
  readonly #ended = new AbortController();

  constructor(options: UpScreenOptions) {
    this.#options = options;
    void options.prox.ended.then(() => this.#ended.abort());
  }

  /** Resolves when prox goes on alone, or is ending. */
  async show(): Promise<'left alone' | 'ending'> {
    const {prox, relay, words} = this.#options;
    const farewell = await this.#showUntilLeft();
    words.release();
    if (farewell === 'detach') {
      const readiness = await prox.ready;
      if (readiness === undefined) return 'ending';
      relay.dispose(); // what comes now is not meant for it any more
      prox.leave();
      await words.told();
      await this.#tellDetached(readiness);
      return 'left alone';
    }
    if (farewell === 'quit') relay.pass('SIGINT');
    if (farewell === 'gone') relay.pass('SIGHUP');
    return 'ending';
  }

  async #showUntilLeft(): Promise<Farewell> {
    const {terminal, invocation, configFile, timestamps, prox, relay} = this.#options;
    try {
      return await showScreen({
        invocation,
        terminal,
        begun: prox.ready,
        connect: async () => connectToProject(configFile, invocation),
        isOwner: true,
        timestamps,
        signal: AbortSignal.any([this.#ended.signal, relay.asked]),
      });
    } catch (error) {
      prox.leave();
      await invocation.output.complain(
        'prox: the screen has failed, and everything goes on: `prox attach` shows it, `prox down` stops it',
      );
      throw error;
    }
  }

  async #tellDetached({pid, url, notes}: Readiness): Promise<void> {
    const {output} = this.#options.invocation;
    for (const note of notes) await output.note(note);
    await output.report(`prox goes on in the background (pid ${pid}) ${url}`);
    await output.note('`prox attach` comes back, `prox down` stops everything.');
  }
}
