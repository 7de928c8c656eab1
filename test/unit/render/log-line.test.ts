import {expect, test} from 'vitest';
import {LogLines, type TimestampMode} from '../../../src/render/log-line.ts';
import {createPaint} from '../../../src/render/paint.ts';
import type {LogEntry} from '../../../src/core/log-entry.ts';

const TIMESTAMP = new Date(2026, 0, 2, 10, 32, 1, 5).getTime();
const names = ['web', 'worker'];

function entry(overrides: Partial<LogEntry>): LogEntry {
  return {
    seq: 1,
    timestamp: TIMESTAMP,
    process: 'web',
    stream: 'stdout',
    line: 'text',
    ...overrides,
  };
}

function render(
  entries: readonly LogEntry[],
  hasColor = false,
  timestamps: TimestampMode = 'time',
) {
  const paint = createPaint({hasColor});
  return new LogLines({names, timestamps, paint, hasColor, isTerminal: true}).render(entries);
}

test('names are padded to the longest', () => {
  expect(render([entry({}), entry({process: 'worker'})])).toBe(
    '10:32:01 web    | text\n10:32:01 worker | text\n',
  );
});

test('standard error is marked, with no colour too', () => {
  expect(render([entry({stream: 'stderr'})])).toBe('10:32:01 web   !| text\n');
});

test('what prox says stands under its name', () => {
  expect(render([entry({stream: 'prox', line: 'web started (pid 1)'})])).toBe(
    '10:32:01 prox   | web started (pid 1)\n',
  );
});

test('times can be left out, or be exact', () => {
  expect(render([entry({})], false, 'none')).toBe('web    | text\n');
  const iso = new Date(TIMESTAMP).toISOString();
  expect(render([entry({})], false, 'iso')).toBe(`${iso} web    | text\n`);
});

test('a process that is not in the list is shown all the same', () => {
  expect(render([entry({process: 'a-new-process'})])).toBe('10:32:01 a-new-process | text\n');
});

test("a child's colours go where prox has colours too", () => {
  const red = entry({line: '\u001b[31mred\u001b[0m'});
  expect(render([red])).toBe('10:32:01 web    | red\n');
  expect(render([red], true)).toContain('| \u001b[31mred\u001b[0m');
});

test('no line can forge another one', () => {
  expect(render([entry({line: 'a\r10:32:01 api    | forged'})]).split('\n')).toHaveLength(2);
});

test.each([
  ['plain text', ['one', 'two', '', 'four\tfive']],
  ['text of other scripts', ['grüße', '世界']],
  ['colours and hostile sequences', ['\u001b[31mred\u001b[0m', 'a\u0007b', '\u001b[2Jgone']],
])('a run of lines is shown as its lines are: %s', (_, lines) => {
  const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
  for (const hasColor of [false, true]) {
    const shown = new LogLines({
      names,
      timestamps: 'time',
      paint: createPaint({hasColor}),
      hasColor,
      isTerminal: true,
    }).renderTexts([{process: 'web', stream: 'stderr', timestamp: TIMESTAMP, lastSeq: 9, bytes}]);
    const entries = lines.map(line => entry({stream: 'stderr', line}));
    expect(Buffer.from(shown).toString()).toBe(render(entries, hasColor));
  }
});

test('a pipe gets control characters as they came, but no colours', () => {
  const options = {
    names,
    timestamps: 'none',
    paint: createPaint({hasColor: false}),
    hasColor: false,
    isTerminal: false,
  } as const;
  const bytes = Buffer.from('bell\u0007\n\u001b[31mred\u001b[0m bell\u0007\n');
  const text = {process: 'web', stream: 'stdout', timestamp: TIMESTAMP, lastSeq: 2, bytes} as const;
  expect(Buffer.from(new LogLines(options).renderTexts([text])).toString()).toBe(
    'web    | bell\u0007\nweb    | red bell\u0007\n',
  );
});

test('many runs in a row are all shown, however long', () => {
  const options = {
    names,
    timestamps: 'none',
    paint: createPaint({hasColor: false}),
    hasColor: false,
    isTerminal: false,
  } as const;
  const line = `${'é'.repeat(40_000)}\n`;
  const text = {process: 'web', stream: 'stdout', timestamp: TIMESTAMP, lastSeq: 2} as const;
  const texts = Array.from({length: 20}, () => ({...text, bytes: Buffer.from(line)}));
  expect(Buffer.from(new LogLines(options).renderTexts(texts)).toString()).toBe(
    `web    | ${line}`.repeat(20),
  );
});
