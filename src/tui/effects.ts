import {ProxError} from '../core/errors.ts';
import type {Clock} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import {unknownCa} from '../core/unknown-ca.ts';
import {reloadLines} from '../render/reload-lines.ts';
import {curlLine} from '../render/request-curl.ts';
import type {Effect, Msg} from './model/message.ts';
import type {Notice, PageRef, ThemeName} from './model/model.ts';
import {pageLines} from './pages.ts';
import {themeNamed} from './view/theme.ts';

export interface AskerOptions {
  /** Undefined while there is no connection. */
  readonly prox: () => Prox | undefined;
  readonly clock: Clock;
  readonly theme: () => ThemeName;
  /** Resolves with whether there is a browser that opens it. */
  readonly openUrl: (url: string) => Promise<boolean>;
  readonly copy: (text: string) => Promise<Copied>;
  readonly send: (message: Msg) => void;
}

/** `handed over`: to a terminal, which does not tell whether it takes it; `refused`: it is too much for that. */
export type Copied = 'done' | 'handed over' | 'refused';

/** Those that end by themselves; how they ended becomes a notice. */
export type AskedEffect = Exclude<Effect, {readonly type: 'mouse' | 'plain' | 'suspend' | 'leave'}>;

const DONE = {restart: 'restarted', stop: 'stopped', start: 'started'} as const;

/** Asks prox, the clipboard or the browser for what a key wants. Never rejects on what they refuse. */
export class Asker {
  readonly #options: AskerOptions;
  /** What is typed goes out in the order in which it was typed. */
  #typed: Promise<void> = Promise.resolve();

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  async ask(effect: AskedEffect): Promise<void> {
    try {
      const notice = await this.#perform(effect);
      if (notice !== undefined) this.#options.send({type: 'noticed', notice});
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      const notice = {text: noticeText(error), tone: 'bad'} as const;
      const isTyping = effect.type === 'send' || effect.type === 'fitTerminal';
      if (isTyping) this.#options.send({type: 'refusedText', name: effect.name, notice});
      else this.#options.send({type: 'noticed', notice});
    }
  }

  async #perform(effect: AskedEffect): Promise<Notice | undefined> {
    const {openUrl} = this.#options;
    switch (effect.type) {
      case 'operate':
        await this.#prox()[effect.operation]({name: effect.name});
        return {text: `${effect.name} ${DONE[effect.operation]}`, tone: 'good'};
      case 'reload':
        return reloadNotice(await this.#prox().reload({}));
      case 'page':
        return this.#open(effect.page);
      case 'copy':
        return this.#copy(effect.text, effect.what);
      case 'copyCurl':
        return this.#copyCurl(effect.id);
      case 'browse': {
        const isOpen = await openUrl(effect.url);
        const text = isOpen ? `opening ${effect.url}` : `there is no screen here: ${effect.url}`;
        return {text, tone: isOpen ? 'good' : 'busy'};
      }
      case 'fitTerminal': {
        const {name, columns, rows} = effect;
        await this.#prox().resize({name, columns, rows});
        return undefined;
      }
      case 'send':
        this.#typed = this.#typed
          .catch(() => undefined) // told where it happened
          .then(async () => this.#prox().send({name: effect.name, text: effect.text}));
        await this.#typed;
        return undefined;
    }
  }

  async #open(page: PageRef): Promise<undefined> {
    const {clock, theme, send} = this.#options;
    const lines = await pageLines(page, {prox: () => this.#prox(), clock, theme: theme()}).catch(
      (error: unknown) => {
        if (!(error instanceof ProxError)) throw error;
        return sentences(error);
      },
    );
    send({type: 'pageCame', page, lines});
  }

  async #copy(text: string, what: string): Promise<Notice> {
    const copied = await this.#options.copy(text);
    if (copied === 'refused') {
      return {text: `${what}: too much for the clipboard of a terminal`, tone: 'bad'};
    }
    const how = copied === 'done' ? '' : ', if the terminal allows it';
    return {text: `copied ${what}${how}`, tone: 'good'};
  }

  async #copyCurl(id: string): Promise<Notice> {
    const prox = this.#prox();
    const detail = await prox.request({id, include: ['body']});
    const caFile = detail.tls ? await unknownCa(prox) : undefined;
    const {line, notes} = curlLine(detail, {caFile});
    const {text, tone} = await this.#copy(line, 'the curl line');
    return {text: [text, ...notes].join('; '), tone};
  }

  #prox(): Prox {
    const prox = this.#options.prox();
    if (prox === undefined) throw new ProxError('UNREACHABLE', {detail: 'there is no connection'});
    return prox;
  }
}

/** In a row, where it is no page of its own. */
function noticeText(error: ProxError): string {
  return sentences(error).join(error.message.includes('\n') ? '\n' : '. ');
}

/** What is wrong, and what to do about it. */
function sentences({message, hint}: ProxError): readonly string[] {
  return hint === undefined ? [message] : [message, hint];
}

/** What was changed, what failed, and what only a restart of prox would change. */
function reloadNotice(report: ReloadReport): Notice {
  const {failures, restartRequired} = report;
  const failed = failures.map(({process, error}) => `${process}: ${error}`);
  const changed = reloadLines(report, themeNamed('none').paint);
  const lines = [...failed, ...changed];
  if (lines.length === 0) return {text: 'nothing in prox.yaml has changed', tone: 'good'};
  if (failed.length > 0) return {text: lines.join('\n'), tone: 'bad'};
  return {text: lines.join('\n'), tone: restartRequired.length > 0 ? 'busy' : 'good'};
}
