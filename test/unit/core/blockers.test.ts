import {expect, test} from 'vitest';
import {blockersOf, describeBriefly} from '../../../src/core/blockers.ts';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';

const db = sampleSummary({name: 'db', status: 'crashed', reason: 'exit code 1'});
const cache = sampleSummary({name: 'cache', status: 'starting', health: 'unknown'});
const api = blocked('api', ['cache', 'db']);
const web = blocked('web', ['api']);

function blocked(name: string, waitingOn: readonly string[]): ProcessSummary {
  const blockedReason = 'db crashed (exit code 1)';
  return sampleSummary({name, status: 'blocked', health: 'unknown', waitingOn, blockedReason});
}

test('what is at the root stands in the way, not who is blocked itself or may yet come', () => {
  const processes = [cache, db, api, web];
  expect(blockersOf(web, processes)).toEqual([db]);
  expect(describeBriefly(web, processes)).toBe('blocked (by db)');
});

test('where what stands in the way is not among the others, all is told', () => {
  expect(describeBriefly(web, [web])).toBe('blocked (db crashed (exit code 1))');
  expect(describeBriefly(web, [db, web])).toBe('blocked (db crashed (exit code 1))');
});

test('what its healthcheck has found is told, for it stands nowhere else', () => {
  const sick = sampleSummary({name: 'db', health: 'unhealthy'});
  const reason = 'db is unhealthy (connection refused)';
  const one = {...blocked('api', ['db']), blockedReason: reason};
  expect(describeBriefly(one, [sick, one])).toBe(`blocked (${reason})`);
});

test('who is restarted soon does not stand in the way', () => {
  const coming = {...db, nextRestartMs: 100};
  expect(blockersOf(blocked('api', ['db']), [coming])).toEqual([]);
});

test('others are described as ever', () => {
  expect(describeBriefly(db, [db])).toBe('crashed (exit code 1)');
});
