import {expect, test} from 'vitest';
import {lastOutput} from '../../../src/app/last-output.ts';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {sampleConfig} from '../../rig/sample-config.ts';

function createLog(): LogStore {
  return new LogStore({
    clock: new FakeClock(),
    limits: sampleConfig().logs,
    processes: ['web', 'db'],
  });
}

function write(log: LogStore, stream: 'stdout' | 'stderr', line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  log.append('web', {bytes, isTruncated: false, stream});
}

test('only the latest run counts, also what it wrote before it was said to have started', async () => {
  const log = createLog();
  log.say('web', 'web started (pid 1)');
  write(log, 'stderr', 'old');
  log.say('web', 'web crashed (exit code 1)');
  write(log, 'stderr', 'early');
  log.say('web', 'web started (pid 2)');
  log.say('db', 'db started (pid 3)');
  write(log, 'stdout', 'late');
  expect(await lastOutput(log, 'web')).toEqual({stderr: ['early'], stdout: ['late']});
});

test('what is held of a run whose start is no longer held counts', async () => {
  const log = createLog();
  write(log, 'stderr', '\u001b[31mred\u001b[0m');
  expect(await lastOutput(log, 'web')).toEqual({stderr: ['red'], stdout: []});
});
