import type {ProxEvent} from '../../core/event.ts';
import type {LogEntry} from '../../core/log-entry.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {SupervisorStatus} from '../../core/prox.ts';
import type {RequestRecord} from '../../core/request-record.ts';
import type {CompilePattern} from '../filter/condition.ts';
import {EVERYTHING, type Filter} from '../filter/filter.ts';
import type {LineEdit} from './line-edit.ts';
import {Ring} from './ring.ts';
import {FOLLOW, type Scroll} from './scroll.ts';

/** Everything that the screen shows follows from this. It is never changed, only replaced (`update`). */
export interface Model {
  readonly settings: Settings;
  readonly size: Size;
  readonly link: LinkState;
  /** Undefined until prox has told. */
  readonly status: SupervisorStatus | undefined;
  /** When this run of prox began, epoch ms. */
  readonly startedAt: number | undefined;
  readonly processes: readonly ProcessSummary[];
  /** When they were so, epoch ms. */
  readonly processesAt: number;
  /** What a key for a process is about; undefined before there are any. */
  readonly chosen: string | undefined;
  readonly shown: ShownProcesses;
  readonly view: View;
  readonly logs: ListState<LogEntry>;
  readonly requests: ListState<SeenRequest>;
  readonly events: ListState<ProxEvent>;
  /** False when prox has no proxy. */
  readonly hasProxy: boolean;
  readonly filter: FilterState;
  /** The first page has come. */
  readonly hasLogs: boolean;
  /** Empty: nothing is searched. */
  readonly search: string;
  readonly mode: Mode;
  readonly look: Look;
  readonly notice: Notice | undefined;
}

export interface Settings {
  /** Whether what is left ends with it (`prox up`), or goes on (`prox attach`). */
  readonly isOwner: boolean;
  readonly compile: CompilePattern;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export type LinkState =
  | {readonly type: 'connecting'}
  | {readonly type: 'connected'}
  | {readonly type: 'lost'; readonly problem: string};

export type ShownProcesses =
  | {readonly type: 'all'}
  | {readonly type: 'solo'; readonly name: string}
  | {readonly type: 'some'; readonly names: ReadonlySet<string>};

export const VIEWS = ['logs', 'requests', 'events'] as const;
export type View = (typeof VIEWS)[number];

/** A list that grows at its end, and the window on what of it passes the filter. */
export interface ListState<Item> {
  readonly items: Ring<Item>;
  readonly shown: Ring<Item>;
  readonly scroll: Scroll;
  /** The key of the line that is marked, where lines can be; undefined: the newest. */
  readonly cursor: number | undefined;
}

/** Requests come as they finish: their ids are not in the order in which they are listed. */
export interface SeenRequest {
  readonly key: number;
  readonly record: RequestRecord;
}

export interface FilterState {
  readonly text: string;
  /** Of the last text that could be read. */
  readonly filter: Filter;
  /** What is wrong with the text. */
  readonly problem: string | undefined;
}

export type Mode =
  | {readonly type: 'browse'}
  | FilterMode
  | SearchMode
  | ChooseMode
  | HelpMode
  | PageMode
  | TypingMode;

/** `before` is what Esc brings back. */
export interface FilterMode {
  readonly type: 'filter';
  readonly line: LineEdit;
  readonly before: FilterState;
}

export interface SearchMode {
  readonly type: 'search';
  readonly line: LineEdit;
  readonly before: string;
  /** Where the search begins, and Esc leads back to. */
  readonly place: Place;
  readonly hasMatch: boolean;
}

/** Of a list: what its window shows, and which of its lines is marked. */
export type Place = Pick<ListState<unknown>, 'scroll' | 'cursor'>;

export interface ChooseMode {
  readonly type: 'choose';
  readonly cursor: number;
  readonly names: ReadonlySet<string>;
  readonly before: ShownProcesses;
}

export interface HelpMode {
  readonly type: 'help';
  readonly top: number;
}

/** What is typed goes to a process. */
export interface TypingMode {
  readonly type: 'typing';
  readonly name: string;
  /** Why nothing that is typed goes anywhere any more: it is dropped, for it was not meant for us. */
  readonly problem: string | undefined;
}

/** Text to read, above the views. */
export interface PageMode {
  readonly type: 'page';
  readonly page: PageRef;
  /** Undefined until it has come. */
  readonly lines: readonly string[] | undefined;
  readonly top: number;
}

export type PageRef =
  | {readonly type: 'why'; readonly name: string}
  | {readonly type: 'request'; readonly id: string}
  | {readonly type: 'event'; readonly event: ProxEvent};

export const THEMES = ['dark', 'light', 'high-contrast', 'none'] as const;
export type ThemeName = (typeof THEMES)[number];

export interface Look {
  readonly hasTimestamps: boolean;
  readonly wraps: boolean;
  readonly hasPanel: boolean;
  readonly hasMouse: boolean;
  readonly isPlain: boolean;
  readonly theme: ThemeName;
}

/** A line of news, until the next key; for a while only when it is not bad. */
export interface Notice {
  readonly text: string;
  readonly tone: 'good' | 'busy' | 'bad';
}

export interface ModelOptions {
  readonly settings: Settings;
  readonly size: Size;
  readonly theme: ThemeName;
  readonly hasTimestamps?: boolean;
}

export const BROWSE: Mode = {type: 'browse'};
export const ALL: ShownProcesses = {type: 'all'};

const MB = 1024 * 1024;

export function initialModel({settings, size, theme, hasTimestamps = true}: ModelOptions): Model {
  return {
    settings,
    size,
    link: {type: 'connecting'},
    status: undefined,
    startedAt: undefined,
    processes: [],
    processesAt: 0,
    chosen: undefined,
    shown: ALL,
    view: 'logs',
    logs: emptyList({items: 10_000, weight: 8 * MB, weigh: ({line}) => line.length}),
    requests: emptyList({items: 2000, weight: 8 * MB, weigh: ({record}) => record.url.length}),
    events: emptyList({items: 1000, weight: 2 * MB, weigh: ({message}) => message.length}),
    hasProxy: true,
    filter: {text: '', filter: EVERYTHING, problem: undefined},
    hasLogs: false,
    search: '',
    mode: BROWSE,
    look: {
      hasTimestamps,
      wraps: true,
      hasPanel: true,
      hasMouse: true,
      isPlain: false,
      theme,
    },
    notice: undefined,
  };
}

function emptyList<Item>(limits: Parameters<typeof Ring.empty<Item>>[0]): ListState<Item> {
  const items = Ring.empty<Item>(limits);
  return {items, shown: items, scroll: FOLLOW, cursor: undefined};
}

/** The process that keys are about: the one that is shown alone, else the chosen one. */
export function subject({shown, chosen, processes}: Model): ProcessSummary | undefined {
  const name = shown.type === 'solo' ? shown.name : chosen;
  return processes.find(process => process.name === name);
}

export function isShown(shown: ShownProcesses, process: string | undefined): boolean {
  if (shown.type === 'all') return true;
  if (process === undefined) return false;
  return shown.type === 'solo' ? shown.name === process : shown.names.has(process);
}

/** The view at another place. */
export function placed(model: Model, {scroll, cursor}: Place): Model {
  return {...model, [model.view]: {...model[model.view], scroll, cursor}};
}
