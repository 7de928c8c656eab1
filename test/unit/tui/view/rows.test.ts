import {describe, expect, test} from 'vitest';
import {screenRows} from '../../../../src/tui/view/screen-rows.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {entry, event, request} from '../filter/records.ts';
import {
  aModel,
  emptyModel,
  events,
  lines,
  pressed,
  processes,
  requests,
  told,
  typedIn,
} from '../model/a-model.ts';
import {timeOfDay} from '../../../../src/render/time-of-day.ts';
import {body, picture} from './picture.ts';

const ESC = '\u001b';
const some = processes(
  sampleSummary({name: 'api', status: 'crashed', reason: 'exit code 1', nextRestartMs: 4000}),
  sampleSummary({name: 'db', health: 'unhealthy', port: 5432, restarts: 0}),
  sampleSummary({name: 'web', status: 'waiting', waitingOn: ['api'], health: 'unknown'}),
);

test('the header counts what is not well: the panel may not show it', () => {
  const model = told(emptyModel({size: {columns: 80, rows: 20}}), some);
  expect(picture(model).split('\n')[0]).toMatch(/^prox +.*2 not well/);
});

describe('the panel', () => {
  const wide = told(emptyModel({size: {columns: 80, rows: 20}}), some);

  test('tells each state in words, also without colours', () => {
    const panel = picture(wide).split('\n').slice(1, 4);
    expect(panel).toEqual([
      `[1] ✗ api crashed (exit code 1) until ${timeOfDay(4000)} healthy :3000 ↻1`,
      '[2] ✗ db  running unhealthy :5432',
      '[3] ◐ web waiting (for api) :3000 ↻1',
    ]);
    expect(screenRows(wide).slice(2, 4).join('')).not.toContain(ESC);
  });

  test('says how they were while the connection is lost, and does not claim that they are so', () => {
    const lost = told(wide, {type: 'lost', problem: 'gone'});
    const [header, ...panel] = picture(lost).split('\n').slice(0, 4);
    expect(header).toMatch(/^prox +connection lost: gone/);
    expect(header).not.toContain('not well');
    expect(panel[1]).toBe('[2] ? db  was running unhealthy :5432');
  });

  test('puts them beside each other where there is room', () => {
    const wider = told(wide, {type: 'resized', size: {columns: 132, rows: 20}});
    expect(picture(wider).split('\n')[1]).toMatch(/^\[1\].{40,}\[2\].{40,}\[3\]/);
  });

  test('marks the chosen one, also where it would be below', () => {
    const many = processes(...Array.from({length: 30}, (_, at) => `p${at}`));
    const last = pressed(told(emptyModel(), many), 'left');
    expect(screenRows(last).join('\n')).toContain(`${ESC}[7m    ● p29 running`);
  });

  test('takes a third of the screen at most, and none when it is not wanted', () => {
    const many = processes(...Array.from({length: 30}, (_, at) => `p${at}`));
    const model = told(emptyModel({size: {columns: 40, rows: 31}}), many);
    expect(picture(model).match(/● p\d+/g)).toHaveLength(10);
    expect(picture(pressed(model, 'p'))).not.toContain('●');
  });

  test('leaves half of the room to the state, however long the names are', () => {
    const long = told(emptyModel({size: {columns: 40, rows: 20}}), processes('n'.repeat(90)));
    expect(picture(long).split('\n')[1]).toBe('[1] ● nnnnnnnnnnnnnnn… running healthy…');
  });

  test('says that files are not watched once', () => {
    const paused = told(emptyModel(), processes(sampleSummary({watchPaused: true})));
    expect(picture(paused).match(/watch paused/g)).toHaveLength(1);
    const both = sampleSummary({watchPaused: true, reason: 'x', status: 'crashed'});
    expect(picture(told(emptyModel(), processes(both)))).toContain('watch paused');
  });
});

describe('the logs', () => {
  const model = told(aModel(), {
    type: 'logs',
    dropped: 0,
    entries: [
      entry('out', {seq: 1}),
      entry('err', {seq: 2, stream: 'stderr', process: 'db'}),
      entry('said', {seq: 3, stream: 'prox', process: 'api'}),
    ],
  });

  test('have the time, the process, a mark for stderr, and the line', () => {
    expect(body(model).map(row => row.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
      'web  | out',
      'db  !| err',
      'prox | said',
    ]);
  });

  test('have no name where one process is shown alone, no time where it is not wanted', () => {
    expect(body(pressed(model, '2', 'T'))).toEqual(['!| err']);
  });

  test('have no times where these would leave too little of the line', () => {
    expect(body(told(model, {type: 'resized', size: {columns: 35, rows: 15}}))[0]).toBe(
      'web  | out',
    );
  });

  test('keep the colours of the programs and nothing else that steers', () => {
    const hostile = told(
      aModel(),
      lines(1, [`${ESC}[32mok${ESC}[0m${ESC}[2J${ESC}]0;x\u0007 end`]),
    );
    expect(screenRows(hostile)[2]).toContain(`${ESC}[32mok${ESC}[0m end`);
  });

  test('tint what is an error, a warning or mere detail, where there are colours', () => {
    const texts = ['ERROR a', 'WARN b', 'INFO c', 'DEBUG d'];
    const tinted = screenRows(told(aModel({theme: 'dark'}), lines(1, texts))).slice(2, 6);
    expect(tinted.map(row => row.slice(row.indexOf('| ') + 2))).toEqual([
      `${ESC}[91mERROR a${ESC}[0m`,
      `${ESC}[33mWARN b${ESC}[0m`,
      'INFO c',
      `${ESC}[90mDEBUG d${ESC}[0m`,
    ]);
    expect(
      screenRows(told(aModel(), lines(1, texts)))
        .slice(2, 6)
        .join(''),
    ).not.toContain(ESC);
  });

  test('mark what is searched and filtered, and the line of the match by a sign', () => {
    const found = typedIn(pressed(told(aModel(), lines(1, ['one two', 'three'])), '/'), 'TWO');
    expect(screenRows(found)[2]).toContain(`${ESC}[7m>${ESC}[0m one`);
    expect(screenRows(found)[2]).toContain(`one ${ESC}[7mtwo${ESC}[0m`);
    const filtered = typedIn(pressed(told(aModel(), lines(1, ['one two'])), 's'), 'one -x');
    expect(screenRows(filtered)[2]).toContain(`${ESC}[7mone${ESC}[0m two`);
  });

  test('show the rest of a long line below, behind its own bar', () => {
    const long = told(aModel(), lines(1, [`${'x'.repeat(64)}rest`]));
    expect(body(long)[1]).toBe(`${' '.repeat(14)}| rest`);
    expect(body(pressed(long, 'W'))).toHaveLength(1);
  });
});

describe('requests and events', () => {
  const listed = pressed(told(aModel(), requests(1, 3), events(1, 3)), 'tab');

  test('have titles, and the marked one in reverse', () => {
    expect(body(listed)[0]).toMatch(/^ID +TIME +METHOD +STATUS +DURATION +SIZE +URL$/);
    const rows = screenRows(pressed(listed, 'up')).slice(3, 6);
    expect(rows.map(row => row.startsWith(`${ESC}[7m`))).toEqual([false, true, false]);
    expect(body(pressed(listed, 'tab'))[0]).toMatch(/^ID +TIME +SEVERITY +PROCESS +MESSAGE$/);
  });

  test('tell the most important on a narrow screen', () => {
    const failed = {
      type: 'requests',
      records: [request({statusCode: 502, error: 'refused'})],
    } as const;
    const small = told(listed, failed, {type: 'resized', size: {columns: 40, rows: 15}});
    expect(body(small)[0]).toBe('STATUS REQUEST');
    expect(body(small).at(-1)).toBe('502    GET /users?page=2 (refused)');
    expect(body(pressed(small, 'tab')).at(-1)).toBe('critical event 3');
  });

  test('show one row at least, if need be without the titles', () => {
    const low = told(listed, {type: 'resized', size: {columns: 40, rows: 5}});
    expect(body(low)).toEqual(['200    GET /page/3']);
    expect(body(pressed(low, 'up'))).toEqual(['200    GET /page/2']);
  });

  test('have a row for each, however much there is to say', () => {
    const lines40 = Array<string>(5).fill('x'.repeat(100));
    const crash = event({id: 9, message: 'm'.repeat(60), details: {lines: lines40}});
    const crashed = told(pressed(listed, 'tab'), {type: 'events', dropped: 0, events: [crash]});
    expect(body(crashed)).toHaveLength(5);
  });
});
