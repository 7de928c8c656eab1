import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {SEVERITIES} from '../../../../src/core/event.ts';
import {LOG_STREAMS} from '../../../../src/core/log-entry.ts';
import {harmless} from '../../../../src/core/sanitize.ts';
import {parseFilter} from '../../../../src/tui/filter/filter.ts';
import {compile, entry, event, filter, request} from './records.ts';

const ESC = '\u001b';
const PIECE = fc.constantFrom(
  '-',
  '"',
  ':',
  ' ',
  ',',
  '(',
  'xx',
  '404',
  '>=',
  'error',
  'web',
  ESC,
  '\\',
  'İ',
  're:',
  'proc:',
  'level:',
  'stream:',
  'method:',
  'status:',
  'host:',
  'url:',
);
const TEXT = fc.string({unit: fc.oneof(PIECE, fc.string({maxLength: 1, unit: 'binary'}))});
const TERM = fc.constantFrom(
  'a',
  '"a b"',
  're:a+',
  're:"a b"',
  'proc:web',
  'proc:web,api',
  'level:warn',
  'stream:stderr',
  'method:GET',
  'status:404',
  'status:5xx',
  'status:>=400',
  'host:a',
  'url:"/a b"',
  'a:b',
);
const LINE = fc.string({unit: fc.constantFrom('a', 'b', ' ', ':', 'ERROR ', 'INFO ', `${ESC}[1m`)});
const PROCESS = fc.constantFrom('web', 'api', 'db');

const RECORDS = fc.record({
  entry: fc.record({line: LINE, process: PROCESS, stream: fc.constantFrom(...LOG_STREAMS)}),
  request: fc.record({
    method: fc.constantFrom('GET', 'POST'),
    url: LINE,
    host: LINE,
    statusCode: fc.constantFrom(undefined, 200, 404, 500),
    process: fc.option(PROCESS, {nil: undefined}),
  }),
  event: fc.record({message: LINE, process: PROCESS, severity: fc.constantFrom(...SEVERITIES)}),
});
type Records = typeof RECORDS extends fc.Arbitrary<infer T> ? T : never;

function matches(text: string, {entry: {line, ...facts}, ...records}: Records): boolean[] {
  const {matchesEntry, matchesRequest, matchesEvent} = filter(text);
  return [
    matchesEntry(entry(line, facts)),
    matchesRequest(request(records.request)),
    matchesEvent(event(records.event)),
  ];
}

test('any text is a filter or has a problem in one harmless line', () => {
  fc.assert(
    fc.property(TEXT, LINE, (text, line) => {
      const parsed = parseFilter(text, compile);
      const told = parsed.ok ? String(parsed.filter.matchesEntry(entry(line))) : parsed.problem;
      expect(told).not.toBe('');
      expect(told).toBe(harmless(told));
    }),
    {numRuns: 2000},
  );
});

test('a negated term keeps exactly what the term hides', () => {
  fc.assert(
    fc.property(TERM, RECORDS, (term, records) => {
      expect(matches(`-${term}`, records)).toEqual(matches(term, records).map(kept => !kept));
    }),
    {numRuns: 1000},
  );
});

test('the order of the terms does not matter, and a term twice is a term', () => {
  fc.assert(
    fc.property(TERM, TERM, RECORDS, (one, other, records) => {
      const expected = matches(`${one} ${other}`, records);
      expect(matches(`${other} ${one}`, records)).toEqual(expected);
      expect(matches(`${one} ${other} ${one}`, records)).toEqual(expected);
    }),
    {numRuns: 1000},
  );
});
