import type {Input} from '../terminal/input.ts';
import {runAction} from './actions.ts';
import {chooseKey} from './choosing.ts';
import {type Action, actionOf} from './keymap.ts';
import type {Msg, Step} from './message.ts';
import {BROWSE, type Model} from './model.ts';
import {filterKey, helpKey, pageKey, searchKey, typedText} from './modes.ts';
import {moved} from './movement.ts';
import {fitted} from './process-actions.ts';
import {takeFeed} from './take-feed.ts';

/** Rows by which one notch of a mouse wheel moves. */
const WHEEL_ROWS = 3;
/** While the lines are in the scrollback, and no screen tells what a key has done. */
const PLAIN_ACTIONS: ReadonlySet<Action> = new Set(['plain', 'quit', 'detach', 'suspend']);
const TYPING_ENDS = 'ctrl-]';

/** What becomes of the model, and what is to be done outside of it. Pure. */
export function update(model: Model, message: Msg): Step {
  switch (message.type) {
    case 'input':
      return takeInput(model, message.input);
    case 'typed':
      if (model.mode.type !== 'typing') return {model, effects: []};
      return typedText(model, model.mode, message.text);
    case 'resized':
      return fitted({...model, size: message.size});
    case 'pageCame':
      return {model: withPage(model, message), effects: []};
    case 'noticed':
      return {model: {...model, notice: message.notice}, effects: []};
    case 'noticeRead':
      return still(model.notice === message.notice ? {...model, notice: undefined} : model);
    case 'refusedText':
      return {model: untyped(model, message), effects: []};
    case 'connected':
    case 'lost':
    case 'refused':
    case 'failed':
    case 'status':
    case 'processes':
    case 'logs':
    case 'requests':
    case 'noProxy':
    case 'events':
      return {model: takeFeed(model, message), effects: []};
  }
}

function takeInput(model: Model, input: Input): Step {
  if (input.type === 'mouse') return {model: wheeled(model, input.action), effects: []};
  if (input.type === 'paste') return pasted(model, input.text);
  return takeKey({...model, notice: undefined}, keyName(input), input);
}

function takeKey(model: Model, key: string, input: Input): Step {
  const {mode} = model;
  // What is typed for a process comes as text; a key can only be one that was begun before.
  if (mode.type === 'typing') return still(key === TYPING_ENDS ? {...model, mode: BROWSE} : model);
  const action = actionOf(key);
  // What nobody sees must not be done by a key that was meant for something else.
  if (model.look.isPlain && !(action && PLAIN_ACTIONS.has(action))) return still(model);
  const isForTerminal = key === 'ctrl-c' || key === 'ctrl-z';
  if (action !== undefined && (mode.type === 'browse' || isForTerminal)) {
    return runAction(model, action, key);
  }
  const typed = {key, text: textOf(input)};
  switch (mode.type) {
    case 'filter':
      return still(filterKey(model, mode, typed));
    case 'search':
      return still(searchKey(model, mode, typed));
    case 'choose':
      return still(chooseKey(model, mode, key));
    case 'help':
      return still(helpKey(model, key));
    case 'page':
      return pageKey(model, mode, key);
    case 'browse':
      return still(model);
  }
}

/** As the key map names it: `ctrl-c`, `shift-tab`, `G`. */
function keyName(input: Extract<Input, {type: 'key'}>): string {
  const isLetter = input.name.length === 1;
  return [
    ...(input.ctrl ? ['ctrl'] : []),
    ...(input.alt ? ['alt'] : []),
    ...(input.shift && !isLetter ? ['shift'] : []),
    input.name,
  ].join('-');
}

/** What a key types; undefined when it types nothing. */
function textOf(input: Input): string | undefined {
  if (input.type !== 'key' || input.ctrl || input.alt) return undefined;
  if (input.name === 'space') return ' ';
  return isCharacter(input.name) ? input.name : undefined;
}

/** Keys that have no character have names of several letters. */
function isCharacter(name: string): boolean {
  return /^.$/su.test(name);
}

function pasted(model: Model, input: string): Step {
  const {mode} = model;
  const typed = {key: 'paste', text: input.replaceAll(/[\r\n]+/g, ' ')};
  if (mode.type === 'filter') return still(filterKey(model, mode, typed));
  return still(mode.type === 'search' ? searchKey(model, mode, typed) : model);
}

function wheeled(model: Model, action: string): Model {
  if (action === 'wheelUp') return moved(model, -WHEEL_ROWS);
  return action === 'wheelDown' ? moved(model, WHEEL_ROWS) : model;
}

/** An answer to what is no longer asked is dropped. */
function withPage(model: Model, {page, lines}: Extract<Msg, {type: 'pageCame'}>): Model {
  const {mode} = model;
  return mode.type === 'page' && mode.page === page ? {...model, mode: {...mode, lines}} : model;
}

/** What is typed after it goes nowhere. */
function untyped(model: Model, {name, notice}: Extract<Msg, {type: 'refusedText'}>): Model {
  const {mode} = model;
  if (mode.type !== 'typing' || mode.name !== name) return {...model, notice};
  return {...model, mode: {...mode, problem: notice.text}};
}

function still(model: Model): Step {
  return {model, effects: []};
}
