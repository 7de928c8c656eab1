import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {renderWhy} from '../../../src/render/why-page.ts';
import type {WhyReport} from '../../../src/core/why-report.ts';
import {sampleHolder} from '../../rig/sample-facts.ts';

const now = Date.parse('2026-01-02T03:04:17.678Z');
const plain = {paint: createPaint({hasColor: false}), now};

function report(overrides: Partial<WhyReport> = {}): WhyReport {
  return {
    name: 'api',
    kind: 'process',
    status: 'running',
    health: 'healthy',
    since: '2026-01-02T03:04:05.678Z',
    cause: undefined,
    nextStep: undefined,
    exitCode: undefined,
    signal: undefined,
    restarts: 0,
    nextRestartMs: undefined,
    watchPausedReason: undefined,
    waitingOn: [],
    portConflict: undefined,
    healthcheck: {enabled: false, lastCheck: undefined, lastOutput: '', consecutiveFailures: 0},
    lastLines: [],
    changes: undefined,
    ...overrides,
  };
}

const CRASHED = report({
  status: 'crashed',
  health: 'unknown',
  cause: 'api crashed: boom',
  nextStep: 'Run `prox logs api`.',
  exitCode: 1,
  restarts: 3,
  nextRestartMs: 4000,
  waitingOn: ['db', 'cache'],
  portConflict: sampleHolder(),
  healthcheck: {
    enabled: true,
    lastCheck: '2026-01-02T03:04:04.000Z',
    lastOutput: 'HTTP 500\nmore',
    consecutiveFailures: 3,
  },
  lastLines: ['one', 'Error: boom\u001b[2J'],
  changes: {config: ['cmd'], envAdded: ['NEW'], envRemoved: ['OLD'], envChanged: ['URL']},
});

test('the page begins with the cause and ends with the next step', () => {
  expect(renderWhy(CRASHED, plain)).toBe(`api crashed: boom

status     crashed for 12s, since 2026-01-02T03:04:05.678Z
exit       exit code 1
restarts   3, next in 4s
waits for  db, cache
port       3000, held by pid 123 (node other.js, in /x)
check      unknown, 3 failed in a row, last at 2026-01-02T03:04:04.000Z
           HTTP 500
           more
changed    since the last good run
           prox.yaml: cmd
           env added: NEW
           env removed: OLD
           env changed: URL

last lines
  one
  Error: boom

next  Run \`prox logs api\`.`);
});

test('the fullest page has at most 40 lines', () => {
  const full: WhyReport = {
    ...CRASHED,
    healthcheck: {...CRASHED.healthcheck, lastOutput: 'line\n'.repeat(100)},
    lastLines: Array.from({length: 15}, () => 'line'),
  };
  expect(renderWhy(full, plain).split('\n').length).toBeLessThanOrEqual(40);
});

test.each<[string, Partial<WhyReport>]>([
  ['api is running and healthy', {}],
  ['api is running', {health: 'unknown'}],
  ['api is starting', {status: 'starting', health: 'unknown'}],
  ['api is being stopped', {status: 'stopping', health: 'unknown'}],
  ['api has completed', {kind: 'task', status: 'completed', exitCode: 0}],
  ['api has ended (exit code 0)', {status: 'stopped', exitCode: 0}],
  ['api is there', {kind: 'dependency'}],
])('what is well is told too: %s', (headline, overrides) => {
  expect(renderWhy(report(overrides), plain).split('\n')[0]).toBe(headline);
});

test('a check that has not been made is told so', () => {
  const healthcheck = {...report().healthcheck, enabled: true};
  expect(renderWhy(report({health: 'unknown', healthcheck}), plain)).toContain(
    'check      unknown, not checked yet',
  );
  for (const status of ['waiting', 'blocked', 'stopped', 'crashed'] as const) {
    const page = renderWhy(report({status, health: 'unknown', healthcheck}), plain);
    expect(page).not.toContain('check');
  }
});

test('a paused watch is told with its reason', () => {
  expect(renderWhy(report({watchPausedReason: '5 restarts within 10 s'}), plain)).toContain(
    'watch      paused: 5 restarts within 10 s',
  );
});

test('colours repeat what the words say', () => {
  const colored = {paint: createPaint({hasColor: true}), now};
  const firstLine = (page: string): string | undefined => page.split('\n')[0];
  expect(firstLine(renderWhy(CRASHED, colored))).toBe(colored.paint.bad('api crashed: boom'));
  expect(firstLine(renderWhy(report(), colored))).toBe(
    colored.paint.good('api is running and healthy'),
  );
});
