import {expect, test} from 'vitest';
import type {Wire} from '../../../src/api/wire-form.ts';
import {toWire} from '../../../src/api/wire.ts';

interface Report {
  readonly exitCode: number | undefined;
  readonly portConflict: {readonly startedAtMs: number} | undefined;
  readonly children: readonly {readonly cpuPercent: number}[];
  readonly fingerprintSha256: string;
  readonly env: Readonly<Record<string, string>>;
  readonly lastPart?: true;
}

test('the type of what travels is that of what toWire makes', () => {
  const report: Report = {
    exitCode: undefined,
    portConflict: {startedAtMs: 1},
    children: [{cpuPercent: 2}],
    fingerprintSha256: 'ab',
    env: {nodeEnv: 'dev'},
  };
  const travels: Wire<Report> = {
    exit_code: null,
    port_conflict: {started_at_ms: 1},
    children: [{cpu_percent: 2}],
    fingerprint_sha256: 'ab',
    env: {nodeEnv: 'dev'},
  };
  expect(toWire(report)).toEqual(travels);
});
