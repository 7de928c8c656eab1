import {expect, test} from 'vitest';
import {answerCodec, streamCodec} from '../../../src/api/codecs.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';

test.each([
  'status',
  'health',
  'version',
  'processes',
  'process',
  'logs',
  'requests',
  'request',
  'routes',
  'addRoute',
  'certs',
  'reload',
] as const)('the answer to %s comes back as it was', operation => {
  const body: unknown = JSON.parse(answerCodec(operation).encode(SAMPLE[operation]));
  expect(answerCodec(operation).decode(body)).toStrictEqual(SAMPLE[operation]);
});

test('a reload answers success unless something failed', () => {
  const {encode} = answerCodec('reload');
  expect(JSON.parse(encode(SAMPLE.reload))).toMatchObject({
    success: true,
    dry_run: false,
    restart_required: ['api.port'],
  });
  const failures = [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}];
  expect(JSON.parse(encode({...SAMPLE.reload, failures}))).toMatchObject({
    success: false,
    failures,
  });
});

test('a deletion resolves to nothing', () => {
  expect(answerCodec('removeRoute').decode(undefined)).toBeUndefined();
});

test('a change answers success and resolves to nothing', () => {
  expect(answerCodec('start').encode(undefined)).toBe('{"success":true}');
  expect(answerCodec('start').decode({success: true})).toBeUndefined();
});

test('a shutdown that did not wait says no more than success', () => {
  const report = {waited: false, failures: []};
  expect(answerCodec('shutdown').encode(report)).toBe('{"success":true}');
  expect(answerCodec('shutdown').decode({success: true})).toEqual(report);
});

test('a shutdown that waited names what survived', () => {
  const report = {
    waited: true,
    failures: [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}],
  };
  const body: unknown = JSON.parse(answerCodec('shutdown').encode(report));
  expect(body).toEqual({success: true, ...report});
  expect(answerCodec('shutdown').decode(body)).toEqual(report);
});

test('a list of processes is one event', () => {
  const {encode, decode} = streamCodec('followProcesses');
  const text = encode(SAMPLE.processes);
  expect(text).toMatch(/^data: \{"processes":.*\}\n\n$/);
  expect(decode([{data: text.slice('data: '.length)}])).toEqual([SAMPLE.processes]);
});

test('a batch of log entries is an event for each', () => {
  const batch = {dropped: 0, entries: [logEntry(1), logEntry(2)]};
  expect(
    streamCodec('followLogs')
      .encode(batch)
      .match(/^id: \d+$/gm),
  ).toEqual(['id: 1', 'id: 2']);
});
