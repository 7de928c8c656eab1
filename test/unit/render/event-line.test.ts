import {describe, expect, test} from 'vitest';
import {
  eventHeader,
  eventLine,
  type EventLineOptions,
  eventLossText,
} from '../../../src/render/event-line.ts';
import {createPaint} from '../../../src/render/paint.ts';
import type {ProxEvent} from '../../../src/core/event.ts';
import {proxEvent} from '../../rig/observation-sample.ts';

const paint = createPaint({hasColor: false});
const plain: EventLineOptions = {paint, columns: undefined, names: ['api', 'web-server']};
/** In the time zone of the test. */
const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

function line(changes: Partial<ProxEvent> = {}, options: Partial<EventLineOptions> = {}): string {
  return eventLine(proxEvent(7, changes), {...plain, ...options});
}

describe('an event', () => {
  test('is a line of id, local time, severity, process and message', () => {
    expect(
      line({type: 'health.unhealthy', severity: 'warning', message: 'api is unhealthy'}),
    ).toMatch(new RegExp(`^7     ${TIME}  warning   api         api is unhealthy\n$`));
  });

  test('stands below the titles of its columns', () => {
    const [header, shown] = [eventHeader(plain), line()];
    expect(header.indexOf('SEVERITY')).toBe(shown.indexOf('critical'));
    expect(header.indexOf('MESSAGE')).toBe(shown.indexOf('api crashed'));
  });

  test('that is about no process has a dash', () => {
    expect(line({type: 'config.reloaded', process: undefined, message: 'reloaded'})).toMatch(
      / {2}- +reloaded\n$/,
    );
  });

  test('cannot steer the terminal, nor forge a second line', () => {
    const message = 'api \u001b[2Jcrashed\n8 info';
    const shown = line({
      message,
      process: 'a\u001b[31m',
      details: {lines: ['\u001b]0;x\u0007boom']},
    });
    expect(shown).toMatch(/ {2}a +api crashed\uFFFD8 info: boom\n$/);
    expect(shown.match(/\p{Cc}/gu)).toEqual(['\n']);
  });
});

describe('a crash', () => {
  test('has the last line that tells something', () => {
    const lines = ['TypeError: no pool', '    at main.js:1:1', ''];
    expect(line({details: {lines}})).toMatch(/api crashed \(exit code 1\): TypeError: no pool\n$/);
  });

  test('whose message has it already does not repeat it', () => {
    expect(line({message: 'api crashed: boom'})).toMatch(/api crashed: boom\n$/);
  });

  test.each([{}, {lines: []}, {lines: 'boom'}, {lines: [7, '  ']}])(
    'without a line says where to find more: %j',
    details => {
      expect(line({details})).toMatch(/api crashed \(exit code 1\); see `prox why api`\n$/);
    },
  );

  test('has its last line cut for a narrow terminal, and nothing else', () => {
    const details = {lines: ['x'.repeat(200)]};
    expect(line({details}, {columns: 120})).toMatch(/api crashed \(exit code 1\): x+…\n$/);
    expect(line({details}, {columns: 120})).toHaveLength(121);
  });

  test('has its last line below where too little of it would be left', () => {
    const details = {lines: ['TypeError: cannot read properties of undefined']};
    expect(line({details}, {columns: 80})).toMatch(
      /api crashed \(exit code 1\)\n {6}TypeError: cannot read properties of undefined\n$/,
    );
    expect(line({details, acknowledged: true}, {columns: 80})).toMatch(/ \(acknowledged\)\n {6}T/);
    expect(line({details}, {columns: 50})).toMatch(
      /\n {6}TypeError: cannot read properties of undefi…\n$/,
    );
    expect(line({details: {lines: ['boom']}}, {columns: 80})).toMatch(/code 1\): boom\n$/);
  });
});

describe('the severity', () => {
  const colored = {...plain, paint: createPaint({hasColor: true})};

  test.each([
    ['info', 2],
    ['warning', 33],
    ['critical', 31],
  ] as const)('%s is a word with a colour', (severity, color) => {
    expect(eventLine(proxEvent(7, {severity}), colored)).toContain(
      `\u001b[${color}m${severity.padEnd(8)}`,
    );
  });

  test('of what was acknowledged is dim, and a word says why', () => {
    const event = proxEvent(7, {acknowledged: true});
    expect(eventLine(event, colored)).toContain('\u001b[2mcritical');
    expect(eventLine(event, plain)).toMatch(/: boom \(acknowledged\)\n$/);
    expect(line({acknowledged: true, severity: 'info'})).not.toContain('acknowledged');
  });
});

test('what was lost is counted', () => {
  expect(eventLossText(1)).toBe('prox: 1 event was lost here, it came too fast');
  expect(eventLossText(2)).toBe('prox: 2 events were lost here, they came too fast');
});
