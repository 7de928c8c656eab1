import {expect, test} from 'vitest';
import {Output} from '../../../../src/cli/output.ts';
import {tellMissing} from '../../../../src/cli/wait/tell-missing.ts';
import type {Missing, WaitResult} from '../../../../src/cli/wait/wait-for.ts';
import {ProxError} from '../../../../src/core/errors.ts';
import type {LogPage} from '../../../../src/core/log-entry.ts';
import type {ProcessDetail} from '../../../../src/core/process-report.ts';
import {FakeProx, logEntry, SAMPLE} from '../../../rig/fake-prox.ts';
import {TextSink} from '../text-sink.ts';

/** What every process has printed, and what its healthcheck says. */
class TalkingProx extends FakeProx {
  detail: Partial<ProcessDetail> = {};
  lines: readonly string[] = [];

  override async process({name}: {readonly name: string}): Promise<ProcessDetail> {
    return {...(await super.process({name})), ...this.detail, name};
  }

  override async logs(): Promise<LogPage> {
    const logs = this.lines.map((line, index) => logEntry(index + 1, {line}));
    return {...SAMPLE.logs, logs};
  }
}

async function tell(
  result: WaitResult,
  prox?: FakeProx,
): Promise<{readonly outcome: unknown; readonly lines: readonly string[]}> {
  const stderr = new TextSink();
  const output = new Output({stdout: stderr, stderr, env: {}, color: false, isQuiet: true});
  const outcome = await tellMissing(result, {prox, output, sinceSeq: 0});
  return {outcome, lines: stderr.text.trimEnd().split('\n')};
}

function late(...missing: readonly Partial<Missing>[]): WaitResult {
  const web = {name: 'web', reason: 'not healthy yet', isLost: false, process: 'web'};
  return {missing: missing.map(changes => ({...web, ...changes})), isTimedOut: true};
}

function healthcheck(lastOutput: string): Partial<ProcessDetail> {
  const failing = {enabled: true, lastCheck: '2026-01-01T00:00:00Z', lastOutput};
  return {health: 'unknown', healthcheck: {...failing, consecutiveFailures: 0}};
}

test('a time-out tells what is not ready, and of who is to blame the probe and the last lines', async () => {
  const prox = new TalkingProx();
  prox.detail = healthcheck('connection refused (localhost:3000)\n');
  prox.lines = ['compiling', 'oops\u001b[2J'];
  const api = {name: 'api', reason: 'waiting (for web)', process: 'api'};
  expect(await tell(late(api, {}), prox)).toEqual({
    outcome: 124,
    lines: [
      'prox: Timed out: not ready: api: waiting (for web); web: not healthy yet',
      'web: its healthcheck fails:',
      '  connection refused (localhost:3000)',
      'web: its last lines:',
      '  compiling',
      '  oops',
      'Run `prox why web`; everything stays up.',
    ],
  });
});

test('a time-out has at most 40 lines, and 20 of the process', async () => {
  const prox = new TalkingProx();
  prox.detail = healthcheck('x\n'.repeat(500));
  prox.lines = Array.from({length: 100}, (_, index) => `line ${index}`);
  const many = Array.from({length: 200}, (_, index) => ({name: `p${index}`}));
  const {lines} = await tell(late(...many), prox);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines[0]).toMatch(/p9: not healthy yet; 190 more$/);
  expect(lines.filter(line => line.startsWith('  line '))).toHaveLength(20);
  expect(lines).toContain('  line 99');
});

test('who has the same reason is named with it once', async () => {
  const {lines} = await tell(late({}, {name: 'db', reason: 'unhealthy'}, {name: 'api'}), undefined);
  expect(lines[0]).toBe('prox: Timed out: not ready: web, api: not healthy yet; db: unhealthy');
});

test('silence is told too', async () => {
  const {lines} = await tell(late({}), new TalkingProx());
  expect(lines[1]).toBe('web: it has printed nothing');
});

test('what is lost is told without what only has to wait longer', async () => {
  const prox = new TalkingProx();
  prox.detail = {pid: 0};
  prox.lines = ['no database'];
  const {missing} = late(
    {},
    {name: 'db', reason: 'crashed (exit code 1)', isLost: true, process: 'db'},
  );
  expect(await tell({missing, isTimedOut: false}, prox)).toEqual({
    outcome: 1,
    lines: [
      'prox: not ready, and will not be: db: crashed (exit code 1)',
      'db: its last lines:',
      '  no database',
      'Run `prox why db`; everything stays up.',
    ],
  });
});

test('an address has no process to tell of', async () => {
  const {outcome, lines} = await tell(
    late({name: 'port:1', reason: 'refused', process: undefined}),
  );
  expect({outcome, lines}).toEqual({
    outcome: 124,
    lines: ['prox: Timed out: not ready: port:1: refused'],
  });
});

test('a prox that has ended meanwhile costs the rest of the answer only', async () => {
  const prox = new FakeProx();
  prox.failure = new ProxError('UNREACHABLE');
  expect((await tell(late({}), prox)).outcome).toBe(124);
});
