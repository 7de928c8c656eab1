import {describe, expect, test} from 'vitest';
import {BINDINGS} from '../../../../src/tui/model/keymap.ts';
import {screenRows} from '../../../../src/tui/view/screen-rows.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {
  aModel,
  emptyModel,
  events,
  lines,
  numbered,
  pressed,
  processes,
  requests,
  told,
  typedIn,
} from '../model/a-model.ts';
import {body, footer, header, picture, rule} from './picture.ts';

const logs = told(aModel(), {type: 'connected', isNewRun: false}, numbered(1, 100));
const {status} = SAMPLE;
const narrow = {columns: 20, rows: 12};

describe('the header', () => {
  const known = told(logs, {type: 'status', status, at: Date.UTC(2026, 0, 1)});

  test('names the project, since when it runs, and the URLs', () => {
    expect(header(known)).toMatch(
      /^prox abs {2}up since \d\d:\d\d {2}http:\/\/web\.localhost:6788/,
    );
  });

  test('says that it is looking for prox', () => {
    expect(header(emptyModel({isOwner: true}))).toBe('prox  starting…');
    expect(header(emptyModel({isOwner: false}))).toBe('prox  connecting…');
  });

  test.each([
    [{type: 'lost', problem: 'it is gone'} as const, 'connection lost: it is gone'],
    [
      {type: 'status', status: {...status, configChanged: true}, at: 0} as const,
      'prox.yaml changed',
    ],
    [{type: 'status', status: {...status, status: 'stopping'}, at: 0} as const, 'stopping…'],
    [processes(sampleSummary({status: 'crashed'})), 'nothing runs any more'],
  ])('tells of trouble %#, on the narrowest screen too', (message, words) => {
    expect(header(told(known, message))).toContain(words);
    const small = told(known, message, {type: 'resized', size: narrow});
    expect(header(small).slice(0, 15)).toBe(words.slice(0, 15));
  });

  test('a process that is started again, and one that is well, are no dead stack', () => {
    const again = sampleSummary({status: 'crashed', nextRestartMs: 100});
    expect(header(told(known, processes(again)))).not.toContain('nothing runs');
    const well = processes(
      sampleSummary({name: 'a'}),
      sampleSummary({name: 'b', status: 'crashed'}),
    );
    expect(header(told(known, well))).not.toContain('nothing runs');
  });
});

describe('the border', () => {
  test('tells the view, the count, and that it follows', () => {
    expect(rule(logs)).toMatch(/^── Logs · 100 ─{50,} FOLLOW ──$/);
    expect(rule(pressed(logs, 'tab'))).toMatch(/^── Requests · 0 ─+ FOLLOW ──$/);
  });

  test('tells how many new lines came while it is paused', () => {
    const paused = pressed(logs, 'up');
    expect(rule(paused)).toMatch(/ PAUSED ──$/);
    expect(rule(told(paused, numbered(101, 1150)))).toMatch(/ PAUSED · 1,050 new ──$/);
    expect(rule(pressed(told(paused, numbered(101, 103)), 'G'))).toMatch(/ FOLLOW ──$/);
    const list = told(pressed(told(aModel(), requests(1, 40)), 'tab', 'up'), requests(41, 42));
    expect(rule(list)).toMatch(/ PAUSED · 2 new ──$/);
    const list2 = told(pressed(told(aModel(), events(1, 40)), 'shift-tab', 'up'), events(41, 43));
    expect(rule(list2)).toMatch(/ PAUSED · 3 new ──$/);
  });

  test('tells how many of the lines pass, and of which processes', () => {
    expect(rule(pressed(typedIn(pressed(logs, 's'), '99'), 'enter'))).toContain('· 1 of 100 ─');
    expect(rule(pressed(logs, '1'))).toContain('Logs · api · 0 of 100 ─');
    expect(rule(pressed(logs, 'f', 'space', 'enter'))).toContain('Logs · db, web · 100 of 100 ─');
    expect(rule(pressed(logs, 'f', 'n', 'enter'))).toContain('Logs · none · 0 of 100 ─');
  });

  test('has no hole where it has nothing to say at its end', () => {
    expect(rule(pressed(logs, 'f'))).toMatch(/^── Which processes are shown ─+$/);
    expect(rule(pressed(logs, 'f'))).toHaveLength(80);
    expect(rule(pressed(logs, 'w'))).toMatch(/^── Why api ─+$/);
  });

  test('tells how far a text is read, until its end', () => {
    expect(rule(pressed(logs, '?'))).toMatch(/^── Keys ─+ 11 of \d+ ──$/);
    expect(rule(pressed(logs, '?', 'G'))).toMatch(/^── Keys ─+$/);
  });

  test('on a narrow screen the title counts more than what is new', () => {
    const paused = told(pressed(logs, 'up'), numbered(101, 1150), {type: 'resized', size: narrow});
    expect(rule(paused)).toBe('── Logs …  PAUSED ──');
  });
});

describe('the footer', () => {
  test('has the keys that count, help first, as many as there is room for', () => {
    expect(footer(logs)).toMatch(/^\? help {2}F follow {2}Tab view/);
    expect(footer(told(logs, {type: 'resized', size: narrow}))).toBe('? help  F follow');
    expect(footer(told(aModel({size: {columns: 200, rows: 10}}), numbered(1, 2)))).toMatch(
      /d detach$/,
    );
  });

  test('has no key for leaving alone where nothing ends with it', () => {
    const wide = aModel({size: {columns: 200, rows: 10}, isOwner: false});
    expect(footer(wide)).not.toContain('d detach');
    expect(body(pressed(wide, '?', 'G')).join('\n')).toContain('quit; the stack runs on');
  });

  test('shows what filters and marks, and how to be rid of it', () => {
    const narrowed = pressed(typedIn(pressed(logs, 's'), '99'), 'enter', '/', '9', 'enter');
    expect(footer(narrowed)).toMatch(/^filter: 99 {2}\/9 {2}\? help {2}Esc clear {2}n N next/);
  });

  test('has room for the help beside a long filter', () => {
    const long = pressed(typedIn(pressed(logs, 's'), 'x'.repeat(200)), 'enter');
    expect(footer(long)).toMatch(/^filter: x+… {2}\? help$/);
  });

  test('shows what is typed with the cursor, and what is wrong with it above', () => {
    const bad = typedIn(pressed(logs, 's'), 're:[');
    expect(footer(bad)).toBe('filter: re:[');
    expect(picture(bad)).toContain('re:[ cannot be used');
    expect(screenRows(pressed(bad, 'left')).at(-1)).toContain('re:\u001b[7m[\u001b[0m');
    expect(footer(typedIn(pressed(logs, '/'), 'nowhere'))).toBe('/nowhere');
    expect(picture(typedIn(pressed(logs, '/'), 'nowhere'))).toContain('\nno match\n');
  });

  test('shows the end of what is too long, where the cursor is', () => {
    const long = typedIn(pressed(logs, 's'), `${'x'.repeat(300)}end`);
    expect(footer(long)).toMatch(/^filter: x{68}end$/);
    expect(footer(pressed(long, 'home'))).toMatch(/^filter: x+…$/);
  });

  test('shows a long notice whole, over the end of the view', () => {
    const text = `${'word '.repeat(30)}end`;
    const noticed = told(logs, {type: 'noticed', notice: {text, tone: 'bad'}});
    expect(picture(noticed).split('\n').slice(-2).join('\n')).toMatch(/^word[^]+word end$/);
    expect(body(noticed)).not.toContain('line 100');
    expect(picture(pressed(noticed, 'F'))).toContain('line 100');
  });

  test('cuts a notice that would leave nothing of the view', () => {
    const notice = {text: 'word '.repeat(1000), tone: 'bad'} as const;
    const shown = picture(told(logs, {type: 'noticed', notice})).split('\n');
    expect(shown.filter(row => row.startsWith('word'))).toHaveLength(4);
    expect(shown.at(-1)).toMatch(/…$/);
  });

  test('tells how every mode is left', () => {
    expect(footer(pressed(logs, 'i'))).toBe('Ctrl-] ends  typing into api');
    expect(footer(pressed(logs, '?'))).toContain('Esc back');
    expect(footer(pressed(logs, 'w'))).toContain('Esc back');
    expect(footer(pressed(logs, 'f'))).toContain('Esc takes back');
  });
});

describe('the help', () => {
  /** All of it, page by page. */
  function helpText(columns: number): string {
    let model = pressed(aModel({size: {columns, rows: 15}}), '?');
    const pages: string[] = [];
    for (let page = 0; page < 40; page++) {
      pages.push(...body(model));
      model = pressed(model, 'pageDown');
    }
    return pages.join('\n');
  }

  test.each(BINDINGS)('shows $label', ({label, help, action}) => {
    const text = action === 'quit' ? 'quit: stop everything' : help;
    expect(helpText(80)).toContain(`  ${label.padEnd(10)} ${text}`);
  });

  test('has what a narrow screen cannot show in one row in the rows below', () => {
    expect(helpText(40)).toContain(
      '  i          type into its terminal (`tt\n             y: true`); Ctrl-] ends',
    );
  });
});

test('processes to choose from are marked by words and the cursor', () => {
  const choosing = pressed(logs, 'f', 'down', 'space');
  expect(body(choosing)).toEqual(['[x] api', '[ ] db', '[x] web']);
  expect(screenRows(choosing)[3]).toContain('\u001b[7m[ ] db ');
});

test('more processes than rows: the one that is pointed at is seen', () => {
  const many = told(aModel(), processes(...Array.from({length: 30}, (_, at) => `p${at}`)));
  const low = pressed(many, 'f', ...Array<string>(29).fill('down'));
  expect(body(low).at(-1)).toBe('[x] p29');
});

test('a page waits for its text, then shows it', () => {
  const opened = pressed(logs, 'w');
  expect(body(opened)).toEqual(['loading…']);
  const page = opened.mode.type === 'page' ? opened.mode.page : {type: 'why' as const, name: ''};
  const read = told(opened, {type: 'pageCame', page, lines: ['because', 'x'.repeat(100)]});
  expect(body(read)).toEqual(['because', 'x'.repeat(80), 'x'.repeat(20)]);
});

test('nothing to show is told, and how to show more', () => {
  expect(body(aModel())).toEqual(['loading…']);
  expect(body(told(aModel(), lines(1, [])))).toEqual(['no lines yet']);
  expect(body(pressed(logs, '1'))).toEqual(['nothing of these processes; Esc shows all']);
  expect(body(typedIn(pressed(logs, 's'), 'zz'))).toEqual([
    'nothing passes the filter; Esc shows all',
  ]);
  expect(body(pressed(aModel(), 'tab')).at(-1)).toBe('no requests yet');
  expect(body(pressed(told(aModel(), {type: 'noProxy'}), 'tab'))[0]).toContain('there is no proxy');
  expect(body(pressed(aModel(), 'shift-tab')).at(-1)).toBe('no events yet');
  const none = typedIn(pressed(told(aModel(), requests(1, 3)), 'tab', 's'), 'zz');
  expect(body(none).at(-1)).toBe('nothing passes the filter; Esc shows all');
});

test('a line of logs is not seen twice when it is wrapped', () => {
  const wrapped = told(aModel(), lines(1, ['x'.repeat(130)]));
  expect(body(wrapped).map(row => row.length)).toEqual([80, 80, 18]);
});
