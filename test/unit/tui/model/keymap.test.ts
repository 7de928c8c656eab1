import {describe, expect, test} from 'vitest';
import {type Action, actionOf, BINDINGS} from '../../../../src/tui/model/keymap.ts';
import type {Effect} from '../../../../src/tui/model/message.ts';
import type {Model} from '../../../../src/tui/model/model.ts';
import {update} from '../../../../src/tui/model/update.ts';
import {
  aModel,
  effectsOf,
  events,
  keyMessage,
  lines,
  numbered,
  pressed,
  requests,
  told,
  typedIn,
} from './a-model.ts';
import {markedLine, seenLines} from './seen-lines.ts';

const full = told(aModel(), numbered(1, 100), requests(1, 50), events(1, 50));
const findable = told(aModel(), lines(1, ['x', ...Array<string>(30).fill('y'), 'x']));
const searched = pressed(typedIn(pressed(findable, '/'), 'x'), 'enter');
const inRequests = pressed(full, 'tab');

interface Expectation {
  readonly from?: Model;
  /** Of the model after the key. */
  readonly see?: (model: Model, key: string) => unknown;
  readonly is: unknown;
  readonly effects?: readonly Effect[];
}

/** What each binding promises in its help. */
const EXPECTED: Readonly<Record<Action, Expectation>> = {
  up: {see: model => seenLines(model)[0], is: 'line 89'},
  down: {from: pressed(full, 'g'), see: model => seenLines(model)[0], is: 'line 2'},
  pageUp: {see: model => seenLines(model)[0], is: 'line 80'},
  pageDown: {from: pressed(full, 'g'), see: model => seenLines(model)[0], is: 'line 11'},
  start: {see: model => seenLines(model)[0], is: 'line 1'},
  end: {from: pressed(full, 'g'), see: ({logs}) => logs.scroll, is: {follow: true}},
  follow: {see: ({logs}) => logs.scroll.follow, is: false},
  nextView: {see: ({view}) => view, is: 'requests'},
  previousView: {see: ({view}) => view, is: 'events'},
  nextProcess: {see: ({chosen}) => chosen, is: 'db'},
  previousProcess: {see: ({chosen}) => chosen, is: 'web'},
  solo: {
    see: ({shown}, key) => (Number(key) > 3 ? 'beyond' : `${key} ${JSON.stringify(shown)}`),
    is: expect.stringMatching(/^beyond$|^0 .*all|^1 .*api|^2 .*db|^3 .*web/),
  },
  choose: {see: ({mode}) => mode, is: expect.objectContaining({type: 'choose'})},
  search: {see: ({mode}) => mode.type, is: 'search'},
  nextMatch: {from: pressed(searched, 'N'), see: ({logs}) => logs.cursor, is: 32},
  previousMatch: {from: searched, see: ({logs}) => logs.cursor, is: 1},
  filter: {see: ({mode}) => mode.type, is: 'filter'},
  escape: {from: searched, see: model => [model.search, markedLine(model)], is: ['', undefined]},
  open: {
    from: inRequests,
    see: ({mode}) => mode.type,
    is: 'page',
    effects: [{type: 'page', page: {type: 'request', id: '50'}}],
  },
  restart: {
    see: ({notice}) => notice?.text,
    is: 'restarting api…',
    effects: [{type: 'operate', operation: 'restart', name: 'api'}],
  },
  stop: {
    see: ({notice}) => notice?.text,
    is: 'stopping api…',
    effects: [{type: 'operate', operation: 'stop', name: 'api'}],
  },
  startProcess: {
    see: ({notice}) => notice?.text,
    is: 'starting api…',
    effects: [{type: 'operate', operation: 'start', name: 'api'}],
  },
  why: {
    see: ({mode}) => mode.type,
    is: 'page',
    effects: [{type: 'page', page: {type: 'why', name: 'api'}}],
  },
  type: {
    see: ({mode}) => mode,
    is: {type: 'typing', name: 'api'},
    effects: [
      {type: 'fitTerminal', name: 'api', columns: expect.any(Number), rows: expect.any(Number)},
    ],
  },
  clear: {see: ({logs, requests: kept}) => [logs.items.length, kept.items.length], is: [0, 50]},
  copy: {
    from: told(aModel(), lines(1, ['one', '\u001b[31mtwo\u001b[0m'])),
    is: undefined,
    effects: [{type: 'copy', text: 'one\ntwo', what: '2 lines'}],
  },
  browse: {is: undefined, effects: [{type: 'browse', url: 'http://web.localhost:6788'}]},
  reload: {
    see: ({notice}) => notice?.text,
    is: 'reloading…',
    effects: [{type: 'reload'}],
  },
  timestamps: {see: ({look}) => look.hasTimestamps, is: false},
  wrap: {see: ({look}) => look.wraps, is: false},
  panel: {see: ({look}) => look.hasPanel, is: true},
  theme: {see: ({look}) => look.theme, is: 'dark'},
  mouse: {
    see: ({look}) => look.hasMouse,
    is: false,
    effects: [{type: 'mouse', isOn: false}],
  },
  plain: {see: ({look}) => look.isPlain, is: true, effects: [{type: 'plain', isOn: true}]},
  help: {see: ({mode}) => mode.type, is: 'help'},
  quit: {is: undefined, effects: [{type: 'leave', how: 'quit'}]},
  detach: {is: undefined, effects: [{type: 'leave', how: 'detach'}]},
  suspend: {is: undefined, effects: [{type: 'suspend'}]},
};

describe.each(BINDINGS)('$label: $help', ({action, keys}) => {
  test.each(keys)('by the key %s', key => {
    const {from = full, see, is, effects = []} = EXPECTED[action];
    const step = update(from, keyMessage(key));
    expect(see?.(step.model, key)).toEqual(is);
    expect(step.effects).toEqual(effects);
  });
});

test('no key has two meanings, no action two bindings', () => {
  const keys = BINDINGS.flatMap(binding => binding.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(BINDINGS.map(({action}) => action)).size).toBe(BINDINGS.length);
  expect(BINDINGS.map(({action}) => action).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test.each(['z', 'ctrl-x', 'alt-q', 'shift-up', 'f1', 'é', '👩'])('%s has no meaning', key => {
  expect(actionOf(key)).toBeUndefined();
  expect(update(full, keyMessage(key))).toEqual({model: full, effects: []});
});

describe('while there is no process', () => {
  const nothing = pressed(aModel());
  const empty = told(nothing, {type: 'processes', processes: [], at: 0});

  test.each(['w', 'r', 'x', 'S', 'i', 'u'])('%s says so', key => {
    const {model, effects} = update(empty, keyMessage(key));
    expect(model.notice?.text).toBe('there is no process');
    expect(model.mode.type).toBe('browse');
    expect(effects).toEqual([]);
  });

  test.each(['left', 'right', 'f', '1', 'y', 'enter', 'g', 'G', 'F', 'n', 'up'])(
    '%s breaks nothing',
    key => {
      expect(pressed(empty, key, 'enter', 'escape').mode.type).toBe('browse');
      expect(effectsOf(empty, key)).toEqual([]);
    },
  );
});

describe('while the lines are in the scrollback', () => {
  const plain = pressed(aModel(), 'L');

  test.each(['x', 'r', 'S', 'i', 's', 'R'])('%s does nothing that nobody would see', key => {
    expect(update(plain, keyMessage(key))).toEqual({model: plain, effects: []});
  });

  test.each([
    ['L', {type: 'plain', isOn: false}],
    ['q', {type: 'leave', how: 'quit'}],
    ['d', {type: 'leave', how: 'detach'}],
  ])('%s does what it does', (key, effect) => {
    expect(effectsOf(plain, key)).toEqual([effect]);
  });
});

test('a notice goes with the next key', () => {
  const noticed = pressed(full, 't');
  expect(noticed.notice?.text).toBe('theme: dark');
  expect(pressed(noticed, 'down').notice).toBeUndefined();
});
