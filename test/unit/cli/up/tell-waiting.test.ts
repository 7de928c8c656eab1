import {expect, test} from 'vitest';
import {Output} from '../../../../src/cli/output.ts';
import {tellWaiting} from '../../../../src/cli/up/tell-waiting.ts';
import type {ProcessSummary} from '../../../../src/core/process-report.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {TextSink} from '../text-sink.ts';

async function told(...processes: readonly ProcessSummary[]): Promise<string> {
  const stderr = new TextSink();
  const stdout = new TextSink();
  const output = new Output({stdout, stderr, env: {}, color: false, isQuiet: false});
  const names = ['api', 'web', 'worker'];
  await tellWaiting({prox: {processes: async () => ({processes})}, names, output});
  return stderr.text;
}

function waiting(name: string, ...waitingOn: readonly string[]): ProcessSummary {
  return sampleSummary({name, status: 'waiting', waitingOn});
}

test('who waits for the same is told together', async () => {
  const processes = [waiting('api', 'db'), waiting('worker', 'api', 'db'), waiting('web', 'db')];
  expect(await told(...processes)).toBe('waiting: api, web (for db); worker (for api, db)\n');
});

test('of what runs, or was not to start, nothing is told', async () => {
  expect(await told(sampleSummary({name: 'api'}), waiting('other', 'db'))).toBe('');
});
