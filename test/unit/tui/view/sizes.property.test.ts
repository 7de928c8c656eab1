import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Model, THEMES} from '../../../../src/tui/model/model.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {entry, event, request} from '../filter/records.ts';
import {hostileLine} from '../text/hostile-line.ts';
import {emptyModel, pressed, told} from '../model/a-model.ts';
import {misfits, picture} from './picture.ts';

const size = fc.record({
  columns: fc.oneof(
    fc.constantFrom(20, 40, 43, 44, 75, 76, 80, 88),
    fc.integer({min: 20, max: 200}),
  ),
  rows: fc.oneof(fc.constantFrom(5, 6, 10, 24), fc.integer({min: 5, max: 60})),
});
const statuses = ['running', 'waiting', 'blocked', 'crashed', 'stopped', 'completed'] as const;
const process = fc.record({
  name: hostileLine,
  status: fc.constantFrom(...statuses),
  health: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'unknown' as const),
  reason: fc.option(hostileLine, {nil: undefined}),
  url: fc.option(hostileLine, {nil: undefined}),
  watchPaused: fc.boolean(),
});

interface Hostile {
  readonly size: Model['size'];
  readonly names: readonly Parameters<typeof sampleSummary>[0][];
  readonly lines: readonly string[];
  readonly theme: Model['look']['theme'];
}

const hostile: fc.Arbitrary<Hostile> = fc.record({
  size,
  names: fc.array(process, {maxLength: 6}),
  lines: fc.array(hostileLine, {minLength: 1, maxLength: 12}),
  theme: fc.constantFrom(...THEMES),
});

/** All that comes from outside is of the hostile lines. */
function shown({size: screen, names, lines, theme}: Hostile): Model {
  const [text = ''] = lines;
  const processes = names.map(one => sampleSummary(one));
  const name = processes[0]?.name ?? 'web';
  const status = {...SAMPLE.status, projectDir: `/x/${text}`, configChanged: true};
  const streams = ['stdout', 'stderr', 'prox'] as const;
  const entries = lines.map((line, at) =>
    entry(line, {seq: at + 1, process: name, stream: streams[at % 3] ?? 'prox'}),
  );
  return told(
    emptyModel({size: screen, theme}),
    {type: 'processes', processes, at: 0},
    {type: 'status', status, at: 0},
    {type: 'logs', dropped: 0, entries},
    {
      type: 'requests',
      records: lines.map(line => request({method: line, url: `/${line}`, host: line, error: line})),
    },
    {
      type: 'events',
      dropped: 0,
      events: lines.map((line, at) => event({id: at, message: line, process: name})),
    },
  );
}

/** Each sees the hostile texts in another place. */
const PLACES: Readonly<Record<string, (model: Model, text: string) => Model>> = {
  logs: model => pressed(model, 'up'),
  'logs without wrapping, times, panel': model => pressed(model, 'W', 'T', 'p'),
  'one process': model => pressed(model, '1'),
  requests: model => pressed(model, 'tab', 'up'),
  events: model => pressed(model, 'shift-tab'),
  help: model => pressed(model, '?', 'down'),
  choose: model => pressed(model, 'f', 'down', 'space'),
  typing: model => pressed(model, 'i'),
  'a page': (model, text) => {
    const {mode} = pressed(model, 'w');
    if (mode.type !== 'page') return model;
    return told({...model, mode}, {type: 'pageCame', page: mode.page, lines: [text, text]});
  },
  'a filter': (model, text) =>
    told(pressed(model, 's'), {type: 'input', input: {type: 'paste', text}}),
  'a filter, edited in the middle': (model, text) => {
    const input = {type: 'paste', text} as const;
    return pressed(told(pressed(model, 's'), {type: 'input', input}), 'left', 'left', 'left');
  },
  'a filter that is kept': (model, text) =>
    pressed(told(pressed(model, 's'), {type: 'input', input: {type: 'paste', text}}), 'enter'),
  'a search': (model, text) =>
    told(pressed(model, '/'), {type: 'input', input: {type: 'paste', text}}),
  'a notice': (model, text) =>
    told(model, {type: 'noticed', notice: {text: text.repeat(8), tone: 'bad'}}),
  'a lost connection': (model, text) => told(model, {type: 'lost', problem: text}),
};

describe.each(Object.entries(PLACES))('%s', (_, at) => {
  test('has exactly the rows and at most the columns of the screen, and steers no terminal', () => {
    fc.assert(
      fc.property(hostile, seed => {
        expect(misfits(at(shown(seed), seed.lines[0] ?? ''))).toEqual([]);
      }),
      {numRuns: 60},
    );
  });
});

test.each([1, 2, 3, 4])('a terminal of %i rows has no more', rows => {
  const model = shown({size: {columns: 30, rows}, names: [{}], lines: ['last'], theme: 'dark'});
  expect(misfits(model)).toEqual([]);
});

test('the lowest terminals have the end of the logs', () => {
  const low = {columns: 30, rows: 3};
  expect(picture(shown({size: low, names: [{}], lines: ['last'], theme: 'dark'}))).toContain(
    'last',
  );
});
