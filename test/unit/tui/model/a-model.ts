import type {LogEntry} from '../../../../src/core/log-entry.ts';
import type {ProcessSummary} from '../../../../src/core/process-report.ts';
import type {Effect, Msg} from '../../../../src/tui/model/message.ts';
import {
  initialModel,
  type Model,
  type Size,
  type ThemeName,
} from '../../../../src/tui/model/model.ts';
import {update} from '../../../../src/tui/model/update.ts';
import type {Input} from '../../../../src/tui/terminal/input.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {compile, entry, event, request} from '../filter/records.ts';

interface Wishes {
  readonly size?: Size;
  readonly theme?: ThemeName;
  readonly isOwner?: boolean;
}

/** The screen before anything has come: 80 columns, and 11 rows of logs. */
export function emptyModel({size, theme = 'none', isOwner = true}: Wishes = {}): Model {
  return initialModel({
    settings: {isOwner, compile},
    size: size ?? {columns: 80, rows: 15},
    theme,
  });
}

/** With the processes `api`, `db` and `web`, and no panel, so that 11 rows are for the view. */
export function aModel(wishes: Wishes = {}): Model {
  const processes = ['api', 'db', 'web'].map(name => sampleSummary({name}));
  const model = told(emptyModel(wishes), {type: 'processes', processes, at: 0});
  return {...model, look: {...model.look, hasPanel: false}};
}

/** The model after what has happened. */
export function told(model: Model, ...messages: readonly Msg[]): Model {
  return messages.reduce((before, message) => update(before, message).model, model);
}

/** Keys by the names of the key map, and `type` for characters one by one. */
export function pressed(model: Model, ...keys: readonly string[]): Model {
  return told(model, ...keys.map(keyMessage));
}

export function typedIn(model: Model, text: string): Model {
  return pressed(
    model,
    ...text.split('').map(character => (character === ' ' ? 'space' : character)),
  );
}

/** What the last of the keys wants to have done. */
export function effectsOf(model: Model, key: string): readonly Effect[] {
  return update(model, keyMessage(key)).effects;
}

export function keyMessage(key: string): Msg {
  const [, held = '', name = ''] = /^((?:(?:ctrl|alt|shift)-)*)(.+)$/su.exec(key) ?? [];
  const input: Input = {
    type: 'key',
    name,
    ctrl: held.includes('ctrl-'),
    alt: held.includes('alt-'),
    shift: held.includes('shift-'),
  };
  return {type: 'input', input};
}

export function wheel(action: 'wheelUp' | 'wheelDown'): Msg {
  return {type: 'input', input: {type: 'mouse', action, x: 0, y: 0}};
}

/** Lines with the seqs from `first` on. */
export function lines(first: number, texts: readonly string[], process = 'web'): Msg {
  const entries = texts.map((line, index) => entry(line, {seq: first + index, process}));
  return {type: 'logs', dropped: 0, entries};
}

/** `line 1`, `line 2`, … */
export function numbered(first: number, last: number): Msg {
  const count = last - first + 1;
  return lines(
    first,
    Array.from({length: count}, (_, index) => `line ${first + index}`),
  );
}

export function requests(first: number, last: number): Msg {
  const records = Array.from({length: last - first + 1}, (_, index) => {
    const id = String(first + index);
    return request({id, url: `/page/${id}`});
  });
  return {type: 'requests', records};
}

export function events(first: number, last: number): Msg {
  const all = Array.from({length: last - first + 1}, (_, index) => {
    const id = first + index;
    return event({id, message: `event ${id}`});
  });
  return {type: 'events', dropped: 0, events: all};
}

export function processes(...names: readonly (string | ProcessSummary)[]): Msg {
  const all = names.map(one => (typeof one === 'string' ? sampleSummary({name: one}) : one));
  return {type: 'processes', processes: all, at: 0};
}

export function shownLines({logs}: Model): readonly string[] {
  return [...logs.shown].map(({line}: LogEntry) => line);
}
