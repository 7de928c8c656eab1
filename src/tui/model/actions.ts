import {choosing} from './choosing.ts';
import {cleared, withFilter, withShown} from './filtering.ts';
import type {Action} from './keymap.ts';
import {layoutOf} from './layout.ts';
import {lineOf} from './line-edit.ts';
import type {Step} from './message.ts';
import {ALL, type Look, type Model, THEMES, VIEWS} from './model.ts';
import {noMatch} from './modes.ts';
import {moved, movedToEnd, movedToStart, toggledFollow} from './movement.ts';
import {copied, openedMarked} from './opening.ts';
import {askedWhy, browsed, chosen, operated, solo, startedTyping} from './process-actions.ts';
import {movedToMatch} from './searching.ts';
import {done, noticed} from './steps.ts';

type Run = (model: Model, key: string) => Step | Model;

const RUNS: Readonly<Record<Action, Run>> = {
  up: model => moved(model, -1),
  down: model => moved(model, 1),
  pageUp: model => moved(model, -pageOf(model)),
  pageDown: model => moved(model, pageOf(model)),
  start: toStart,
  end: movedToEnd,
  follow: toggledFollow,
  nextView: model => withView(model, 1),
  previousView: model => withView(model, -1),
  nextProcess: model => chosen(model, 1),
  previousProcess: model => chosen(model, -1),
  solo,
  choose: choosing,
  search,
  nextMatch: model => movedToMatch(model, 1) ?? unmatched(model, 'below'),
  previousMatch: model => movedToMatch(model, -1) ?? unmatched(model, 'above'),
  filter: model => {
    const {filter} = model;
    return {...model, mode: {type: 'filter', line: lineOf(filter.text), before: filter}};
  },
  escape: unsearched,
  open: openedMarked,
  restart: model => operated(model, 'restart'),
  stop: model => operated(model, 'stop'),
  startProcess: model => operated(model, 'start'),
  why: askedWhy,
  type: startedTyping,
  clear: model => noticed(cleared(model), 'cleared, on this screen only', 'busy'),
  copy: copied,
  browse: browsed,
  reload: model => done(noticed(model, 'reloading…', 'busy'), {type: 'reload'}),
  timestamps: model => looking(model, {hasTimestamps: !model.look.hasTimestamps}),
  wrap: model => looking(model, {wraps: !model.look.wraps}),
  panel: model => looking(model, {hasPanel: !model.look.hasPanel}),
  theme: model => {
    const next = THEMES[(THEMES.indexOf(model.look.theme) + 1) % THEMES.length] ?? THEMES[0];
    return noticed(looking(model, {theme: next}), `theme: ${next}`, 'good');
  },
  mouse: model => {
    const isOn = !model.look.hasMouse;
    const text = isOn
      ? 'the wheel scrolls here'
      : 'the mouse selects text; m: the wheel scrolls here';
    return done(noticed(looking(model, {hasMouse: isOn}), text, 'good'), {type: 'mouse', isOn});
  },
  plain: model => {
    const isOn = !model.look.isPlain;
    return done(looking(model, {isPlain: isOn}), {type: 'plain', isOn});
  },
  help: model => ({...model, mode: {type: 'help', top: 0}}),
  quit: model => done(model, {type: 'leave', how: 'quit'}),
  detach: model => done(model, {type: 'leave', how: 'detach'}),
  suspend: model => done(model, {type: 'suspend'}),
};

/** What a key does while nothing is typed; `key` is the one of the action's keys that it was. */
export function runAction(model: Model, action: Action, key: string): Step {
  const result = RUNS[action](model, key);
  return 'effects' in result ? result : {model: result, effects: []};
}

function looking(model: Model, look: Partial<Look>): Model {
  return {...model, look: {...model.look, ...look}};
}

/** A screen begins with the newest lines, and holds no more than so many. */
function toStart(model: Model): Model {
  const moved = movedToStart(model);
  const oldest = model.logs.items.at(0);
  const hasOlder = model.view === 'logs' && oldest !== undefined && oldest.seq > 1;
  return hasOlder
    ? noticed(moved, 'the oldest line here; `prox logs` may have older ones', 'busy')
    : moved;
}

function pageOf(model: Model): number {
  return Math.max(1, layoutOf(model).bodyRows - 1);
}

function withView(model: Model, step: 1 | -1): Model {
  const index = (VIEWS.indexOf(model.view) + step + VIEWS.length) % VIEWS.length;
  return {...model, view: VIEWS[index] ?? model.view};
}

function search(model: Model): Model {
  const {search: before, view} = model;
  const {scroll, cursor} = model[view];
  const line = lineOf(before);
  const mode = {type: 'search', line, before, place: {scroll, cursor}, hasMatch: true} as const;
  return {...model, mode};
}

function unmatched(model: Model, where: string): Model {
  if (model.search === '') return noticed(model, '/ searches', 'busy');
  return noticed(model, `${noMatch(model)} further ${where}`, 'busy');
}

/** Nothing is searched nor hidden any more; the window stays where it is. */
function unsearched(model: Model): Model {
  const {filter, shown, logs} = model;
  const plain = {...model, search: '', logs: {...logs, cursor: undefined}};
  const whole = filter.text === '' ? plain : withFilter(plain, '');
  return shown.type === 'all' ? whole : withShown(whole, ALL);
}
