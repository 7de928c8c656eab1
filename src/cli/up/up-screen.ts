import {ProxError} from '../../core/errors.ts';
import type {Readiness} from '../../daemon/launch-report.ts';
import type {LaunchedProx} from '../../daemon/launched-prox.ts';
import {TIMESTAMP_MODES, type TimestampMode} from '../../render/log-line.ts';
import type {Farewell} from '../../tui/tui.ts';
import {connectToProject, type Connection} from '../connect.ts';
import type {Invocation} from '../context.ts';
import type {ScreenTerminal} from '../screen-terminal.ts';
import {showScreen} from '../show-screen.ts';
import type {HeldWords} from './held-words.ts';
import type {SignalRelay} from './signal-relay.ts';

export interface UpScreenOptions {
  readonly terminal: ScreenTerminal;
  readonly invocation: Invocation;
  readonly configFile: string;
  readonly prox: LaunchedProx;
  readonly relay: SignalRelay;
  readonly words: HeldWords;
}

/** The screen of a prox that was just started beside it. */
export class UpScreen {
  readonly #options: UpScreenOptions;
  readonly #timestamps: TimestampMode;
  readonly #ended = new AbortController();

  /** @throws ProxError USAGE */
  constructor(options: UpScreenOptions) {
    const {invocation, prox} = options;
    this.#options = options;
    this.#timestamps = invocation.options.choice('timestamps', TIMESTAMP_MODES) ?? 'time';
    void prox.ended.then(() => this.#ended.abort());
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
    const {terminal, invocation, prox, relay} = this.#options;
    try {
      return await showScreen({
        invocation,
        terminal,
        connect: async () => this.#connect(),
        isOwner: true,
        timestamps: this.#timestamps,
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

  async #connect(): Promise<Connection> {
    const {invocation, configFile, prox} = this.#options;
    if ((await prox.ready) === undefined) {
      throw new ProxError('NOT_RUNNING', {detail: 'it has ended again'});
    }
    return connectToProject(configFile, invocation);
  }

  async #tellDetached({pid, url, notes}: Readiness): Promise<void> {
    const {output} = this.#options.invocation;
    for (const note of notes) await output.note(note);
    await output.report(`prox goes on in the background (pid ${pid}) ${url}`);
    await output.note('`prox attach` comes back, `prox down` stops everything.');
  }
}
