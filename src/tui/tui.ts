import type {ReadStream, WriteStream} from 'node:tty';
import type {Clock} from '../core/clock.ts';
import type {LogEntry} from '../core/log-entry.ts';
import type {Prox} from '../core/prox.ts';
import {Asker} from './effects.ts';
import {Feed, type Link} from './feed/feed.ts';
import type {CompilePattern} from './filter/condition.ts';
import type {Effect} from './model/message.ts';
import {initialModel, type Model, type Size, type ThemeName} from './model/model.ts';
import {ModelStore} from './store.ts';
import {osc52} from './terminal/clipboard.ts';
import {InputSource} from './terminal/input-source.ts';
import {TerminalModes} from './terminal/modes.ts';
import {Screen} from './view/screen.tsx';

/** How it ended: by a key, because the terminal is gone, or because it was told to. */
export type Farewell = 'quit' | 'detach' | 'gone' | 'told';

export interface TuiOptions {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & {readonly fd: number};
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly theme: ThemeName;
  /** Whether the stack ends with it. If so, the signals that end a process are left to the caller. */
  readonly isOwner: boolean;
  readonly hasTimestamps: boolean;
  /** Makes it leave. */
  readonly signal: AbortSignal;
  /** Before it there is nothing to connect to. */
  readonly begun: Promise<unknown>;
  readonly connect: () => Promise<Link>;
  readonly compile: CompilePattern;
  /** Resolves with whether there is a browser that opens it. */
  readonly openUrl: (url: string) => Promise<boolean>;
  /** To the clipboard of the desktop, beside that of the terminal. Resolves with whether there is one. */
  readonly copyToSystem: (text: string) => Promise<boolean>;
  /** Lines for the real scrollback, with their line ends. */
  readonly renderPlain: (entries: readonly LogEntry[], names: readonly string[]) => string;
}

/** The terminal UI: a reader of the API, whose end touches no process. */
export class Tui {
  readonly #options: TuiOptions;
  readonly #modes: TerminalModes;
  readonly #store: ModelStore;
  readonly #asker: Asker;
  readonly #ended = new AbortController();
  #screen: Screen | undefined;
  #prox: Prox | undefined;
  #leave: (how: Farewell) => void = () => undefined;
  /** Of what stands in the scrollback. */
  #printedSeq = 0;

  constructor(options: TuiOptions) {
    const {stdin, stdout, clock, theme, isOwner, hasTimestamps, compile, openUrl} = options;
    this.#options = options;
    this.#modes = new TerminalModes({
      stdin,
      stdout,
      onContinue: () => this.#screen?.redraw(),
      fatalSignals: isOwner ? [] : ['SIGTERM', 'SIGHUP', 'SIGINT'],
    });
    this.#store = new ModelStore({
      initial: initialModel({
        settings: {isOwner, compile},
        size: sizeOf(stdout),
        theme,
        hasTimestamps,
      }),
      clock,
      perform: effect => this.#perform(effect),
    });
    this.#asker = new Asker({
      prox: () => this.#prox,
      clock,
      theme: () => this.#store.latest.look.theme,
      openUrl,
      copy: async text => {
        const sequence = osc52(text, options.env);
        if (sequence !== undefined) stdout.write(sequence);
        if (await options.copyToSystem(text)) return 'done';
        return sequence === undefined ? 'refused' : 'handed over';
      },
      send: message => this.#store.dispatch(message),
    });
  }

  /** Resolves when it has left the terminal as it was. */
  async run(): Promise<Farewell> {
    const {stdin, stdout, clock, signal} = this.#options;
    const left = new Promise<Farewell>(resolve => (this.#leave = resolve));
    const input = new InputSource({
      stdin,
      clock,
      onInput: message => this.#store.dispatch({type: 'input', input: message}),
      isTyping: () => this.#store.latest.mode.type === 'typing',
      onText: text => this.#store.dispatch({type: 'typed', text}),
      onEnd: () => this.#leave('gone'),
    });
    const onResize = (): void => {
      this.#modes.empty();
      this.#store.dispatch({type: 'resized', size: sizeOf(stdout)});
    };
    const onTold = (): void => this.#leave('told');
    stdout.on('resize', onResize);
    signal.addEventListener('abort', onTold);
    if (signal.aborted) onTold();
    try {
      this.#modes.setMouse(this.#store.latest.look.hasMouse);
      this.#modes.enter();
      this.#screen = new Screen({store: this.#store, stdin, stdout: this.#modes.output});
      input.start();
      return await Promise.race([left, this.#follow()]);
    } finally {
      this.#ended.abort();
      stdout.off('resize', onResize);
      signal.removeEventListener('abort', onTold);
      input.stop();
      this.#modes.leave();
      this.#screen?.close();
      this.#store.close();
    }
  }

  /** Never resolves before the end; rejects with what is a bug. */
  async #follow(): Promise<Farewell> {
    const {begun, connect, clock} = this.#options;
    await begun;
    const feed = new Feed({
      connect: async () => {
        const link = await connect();
        this.#prox = link.prox;
        return link;
      },
      clock,
      signal: this.#ended.signal,
      send: message => {
        const isTimed = message.type === 'status' || message.type === 'processes';
        this.#store.dispatch(isTimed ? {...message, at: clock.now()} : message);
        if (this.#store.latest.look.isPlain) this.#printPlain();
      },
    });
    await feed.run();
    return 'gone';
  }

  #perform(effect: Effect): void {
    if (effect.type === 'leave') this.#leave(effect.how);
    else if (effect.type === 'suspend') this.#modes.suspend();
    else if (effect.type === 'mouse') this.#modes.setMouse(effect.isOn);
    else if (effect.type !== 'plain') void this.#asker.ask(effect);
    else if (effect.isOn) this.#showPlain();
    else this.#showScreen();
  }

  #showPlain(): void {
    const {stdout, isOwner} = this.#options;
    this.#modes.showMainScreen();
    const end = isOwner ? 'q stops everything' : 'q quits';
    stdout.write(`── plain lines · L goes back to the screen · ${end} ──\r\n`);
    this.#printPlain();
  }

  #showScreen(): void {
    this.#modes.enter();
    this.#screen?.redraw();
  }

  /** What the scrollback does not have yet of what passes the filter. */
  #printPlain(): void {
    const {latest} = this.#store;
    const entries = unprinted(latest, this.#printedSeq);
    this.#printedSeq = entries.at(-1)?.seq ?? this.#printedSeq;
    const names = latest.processes.map(({name}) => name);
    // In raw mode a line end alone does not lead to the first column.
    const text = this.#options.renderPlain(entries, names).replaceAll('\n', '\r\n');
    if (text !== '') this.#options.stdout.write(text);
  }
}

function unprinted({logs}: Model, printedSeq: number): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  for (let index = logs.shown.length - 1; index >= 0; index--) {
    const entry = logs.shown.at(index);
    if (entry === undefined || entry.seq <= printedSeq) break;
    entries.push(entry);
  }
  return entries.toReversed();
}

function sizeOf({columns, rows}: WriteStream): Size {
  return {columns: columns || 80, rows: rows || 24};
}
