import {harmless} from '../../core/sanitize.ts';
import {refiltered, withFilter} from './filtering.ts';
import {edited, inserted} from './line-edit.ts';
import type {Step} from './message.ts';
import {
  BROWSE,
  type FilterMode,
  type Model,
  type PageMode,
  placed,
  type SearchMode,
  type TypingMode,
} from './model.ts';
import {layoutOf} from './layout.ts';
import {moved} from './movement.ts';
import {movedToMatch} from './searching.ts';

interface TypedKey {
  readonly key: string;
  /** What the key types; undefined when it types nothing. */
  readonly text: string | undefined;
}

/** While a filter is typed: it holds at once, Enter keeps it, Esc takes it back. */
export function filterKey(model: Model, mode: FilterMode, {key, text}: TypedKey): Model {
  if (key === 'enter') return {...model, mode: BROWSE};
  if (key === 'escape') return refiltered({...model, filter: mode.before, mode: BROWSE});
  const line = text === undefined ? edited(mode.line, key) : inserted(mode.line, text);
  return line === undefined ? model : {...withFilter(model, line.text), mode: {...mode, line}};
}

/** While a search is typed, likewise. */
export function searchKey(model: Model, mode: SearchMode, {key, text}: TypedKey): Model {
  if (key === 'enter') {
    const kept = {...model, mode: BROWSE};
    return mode.hasMatch ? kept : {...kept, notice: {text: noMatch(model), tone: 'busy'}};
  }
  if (key === 'escape') {
    return {...placed(model, mode.place), search: mode.before, mode: BROWSE};
  }
  const line = text === undefined ? edited(mode.line, key) : inserted(mode.line, text);
  return line === undefined ? model : searched(model, {...mode, line});
}

/** Nothing contains it, in the view and as it is filtered. */
export function noMatch({search}: Model): string {
  return `no match of ${search}`;
}

/** Each time from where it began, or the window would wander with every letter. */
function searched(model: Model, mode: SearchMode): Model {
  const {line, place} = mode;
  const start = {...placed(model, {...place, cursor: undefined}), search: line.text};
  const found = movedToMatch(start, -1) ?? movedToMatch(start, 1);
  const hasMatch = found !== undefined || line.text === '';
  // In the logs a line is marked for what was searched in it only.
  const still = model.view === 'logs' ? start : {...placed(model, place), search: line.text};
  return {...(found ?? still), mode: {...mode, hasMatch}};
}

/** While the keys are shown: what does not move leaves. */
export function helpKey(model: Model, key: string): Model {
  return readingKey(model, key) ?? {...model, mode: BROWSE};
}

const LEAVING: ReadonlySet<string> = new Set(['escape', 'enter', 'q', 'w', 'backspace']);

/** While a page is read: it moves, `y` copies it. */
export function pageKey(model: Model, mode: PageMode, key: string): Step {
  const {page, lines} = mode;
  if (key === 'y' && page.type === 'request') {
    return {model, effects: [{type: 'copyCurl', id: page.id}]};
  }
  if (key === 'y' && lines !== undefined) {
    return {
      model,
      effects: [{type: 'copy', text: lines.map(harmless).join('\n'), what: 'the page'}],
    };
  }
  if (LEAVING.has(key)) return {model: {...model, mode: BROWSE}, effects: []};
  return {model: readingKey(model, key) ?? model, effects: []};
}

function readingKey(model: Model, key: string): Model | undefined {
  const page = Math.max(1, layoutOf(model).bodyRows - 1);
  const by = new Map([
    ['up', -1],
    ['k', -1],
    ['down', 1],
    ['j', 1],
    ['pageUp', -page],
    ['ctrl-b', -page],
    ['pageDown', page],
    ['ctrl-f', page],
    ['space', page],
    ['g', -Infinity],
    ['home', -Infinity],
    ['G', Infinity],
    ['end', Infinity],
  ]).get(key);
  return by === undefined ? undefined : moved(model, by);
}

const CTRL_BRACKET = '\u001d';
const CTRL_C = '\u0003';
const ESC = '\u001b';

/**
 * What a terminal sends goes to the process as it is; Ctrl-] comes back (as in telnet). When it goes nowhere
 * any more, Esc and Ctrl-C come back too: no letter becomes a command.
 */
export function typedText(model: Model, mode: TypingMode, text: string): Step {
  const {name, problem} = mode;
  if (problem !== undefined) {
    const isOver = text === ESC || text.includes(CTRL_BRACKET) || text.includes(CTRL_C);
    return {model: isOver ? {...model, mode: BROWSE} : model, effects: []};
  }
  const end = text.indexOf(CTRL_BRACKET);
  const sent = end < 0 ? text : text.slice(0, end);
  const effects = sent === '' ? [] : [{type: 'send', name, text: sent} as const];
  return {model: end < 0 ? model : {...model, mode: BROWSE}, effects};
}
