import {expect, test} from 'vitest';
import {describeStatus, statusText} from '../../../src/core/status-tone.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';

test.each([
  ['running', {status: 'running'}],
  ['running (watch paused)', {status: 'running', watchPaused: true}],
  ['waiting (for db, cache)', {status: 'waiting', waitingOn: ['db', 'cache']}],
  [
    'blocked (db crashed (exit code 1))',
    {status: 'blocked', waitingOn: ['db', 'cache'], blockedReason: 'db crashed (exit code 1)'},
  ],
  ['crashed (exit code 1)', {status: 'crashed', reason: 'exit code 1'}],
  [
    'crashed (exit code 1), restarts in 4s',
    {status: 'crashed', reason: 'exit code 1', nextRestartMs: 3200},
  ],
  [
    'crashed (exit code 1), restarts in 186ms',
    {status: 'crashed', reason: 'exit code 1', nextRestartMs: 186},
  ],
  ['stopped, restarts in 0ms', {status: 'stopped', nextRestartMs: 0}],
  ['completed', {status: 'completed'}],
] as const)('%s', (text, summary) => {
  expect(describeStatus(sampleSummary(summary))).toBe(text);
});

test('what a probe has printed cannot steer the terminal of the reader, nor begin a line', () => {
  expect(statusText('blocked', 'db is unhealthy (\u001b[2Jno\nway)')).toBe(
    'blocked (db is unhealthy (no\uFFFDway))',
  );
});
