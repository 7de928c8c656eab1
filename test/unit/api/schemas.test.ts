import {expect, test} from 'vitest';
import {createInputParser, type RawInput} from '../../../src/api/schemas.ts';
import type {ProxError} from '../../../src/core/errors.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const clock = new FakeClock();
const parse = createInputParser(clock);

test('every filter of the logs is read', () => {
  const raw = {
    process: 'web,api',
    stream: 'stderr,prox',
    pattern: 'a,b',
    regex: 'true',
    since: '5m',
    until: '2026-01-01T00:00:00.500Z',
    since_seq: '17',
    lines: '20',
    bytes: '4096',
  };
  expect(parse('logs', raw)).toEqual({
    process: ['web', 'api'],
    stream: ['stderr', 'prox'],
    pattern: 'a,b',
    regex: true,
    since: clock.now() - 300_000,
    until: clock.now() + 500,
    sinceSeq: 17,
    lines: 20,
    bytes: 4096,
  });
});

test('a time counts back from the moment of the request', () => {
  const before = parse('logs', {since: '1s'}).since ?? 0;
  clock.advance(250);
  expect(parse('logs', {since: '1s'}).since).toBe(before + 250);
});

test.each<[string, RawInput, object]>([
  ['unknown parameters are ignored', {colour: 'red', sinceSeq: '5'}, {}],
  ['empty parameters are ignored', {lines: '', bytes: '', pattern: '', process: ''}, {}],
  ['a list may be repeated', {process: ['web', 'api,db']}, {process: ['web', 'api', 'db']}],
  ['spaces around names are dropped', {process: ' web , api '}, {process: ['web', 'api']}],
  ['lines above the maximum are clamped', {lines: '10001'}, {lines: 10_000}],
  ['a number beyond all numbers is clamped', {lines: '9'.repeat(400)}, {lines: 10_000}],
  ['zero lines are allowed', {lines: '0'}, {lines: 0}],
  ['a pattern may have 1,024 characters', {pattern: 'x'.repeat(1024)}, {pattern: 'x'.repeat(1024)}],
])('%s', (_, raw, expected) => {
  expect(parse('logs', raw)).toEqual(expected);
});

test.each<[string, RawInput]>([
  ['lines', {lines: '-1'}],
  ['lines', {lines: '1.5'}],
  ['lines', {lines: '1e3'}],
  ['lines', {lines: '+1'}],
  ['lines', {lines: ' 1'}],
  ['lines', {lines: '0x10'}],
  ['lines', {lines: ['1', '2']}],
  ['bytes', {bytes: 'many'}],
  ['since_seq', {since_seq: 'NaN'}],
  ['regex', {regex: 'yes'}],
  ['since', {since: 'yesterday'}],
  ['until', {until: '2026-13-01T00:00:00Z'}],
  ['stream', {stream: 'stdout,both'}],
  ['process', {process: ','}],
])('a malformed %s is refused by name: %j', (parameter, raw) => {
  expect(refusal('logs', raw)).toMatchObject({code: 'INVALID_PARAMETER', details: {parameter}});
});

test('a pattern that is too long is an invalid pattern', () => {
  expect(refusal('logs', {pattern: 'x'.repeat(1025)})).toMatchObject({code: 'INVALID_PATTERN'});
});

test.each<[RawInput, number]>([
  [{since_seq: '5'}, 5],
  [{'last-event-id': '8'}, 8],
  [{since_seq: '5', 'last-event-id': '8'}, 8],
  [{since_seq: '9', 'last-event-id': '8'}, 9],
  [{since_seq: '0'}, 0],
])('a stream goes on after the greater of since_seq and Last-Event-ID: %j', (raw, sinceSeq) => {
  expect(parse('followLogs', raw)).toEqual({sinceSeq});
});

test('a Last-Event-ID that is none of ours is refused', () => {
  expect(refusal('followLogs', {'last-event-id': 'abc'})).toMatchObject({
    code: 'INVALID_PARAMETER',
    details: {parameter: 'last-event-id'},
  });
});

test('operations without input take none', () => {
  expect(parse('status', {lines: 'x', name: 'y'})).toEqual({});
});

test('shutdown waits when told so', () => {
  expect(parse('shutdown', {})).toEqual({});
  expect(parse('shutdown', {wait: 'true'})).toEqual({wait: true});
  expect(parse('shutdown', {wait: 'false'})).toEqual({wait: false});
  expect(refusal('shutdown', {wait: '1'})).toMatchObject({details: {parameter: 'wait'}});
});

function refusal(operation: 'logs' | 'followLogs' | 'shutdown', raw: RawInput): ProxError {
  try {
    parse(operation, raw);
  } catch (error) {
    return error as ProxError;
  }
  throw new Error(`${operation} took ${JSON.stringify(raw)}`);
}
