import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {createPaint} from '../../../../src/cli/render/paint.ts';
import {isUnwell, renderStatus} from '../../../../src/cli/render/status-table.ts';
import type {ProcessSummary} from '../../../../src/core/prox.ts';

const plain = createPaint({hasColor: false});
const colored = createPaint({hasColor: true});

function summary(overrides: Partial<ProcessSummary>): ProcessSummary {
  return {
    name: 'web',
    kind: 'process',
    status: 'running',
    pid: 4711,
    uptimeSeconds: 65,
    restarts: 0,
    health: 'unknown',
    exitCode: undefined,
    signal: undefined,
    port: undefined,
    url: undefined,
    reason: undefined,
    ...overrides,
  };
}

const dead = {pid: 0, uptimeSeconds: 0} as const;

test('every process has a row, every state a word', () => {
  const processes = [
    summary({health: 'healthy', port: 3000}),
    summary({name: 'worker', status: 'crashed', reason: 'exit code 3', restarts: 12, ...dead}),
    summary({name: 'db', status: 'crashed', reason: 'killed by SIGKILL', ...dead}),
    summary({name: 'bad-cwd', status: 'crashed', reason: 'no such folder', ...dead}),
    summary({name: 'idle', status: 'stopped', ...dead}),
    summary({name: 'new', uptimeSeconds: 0}),
  ];
  expect(renderStatus(processes, plain)).toBe(
    `
NAME     STATUS                       PID   UPTIME  RESTARTS  HEALTH   PORT
web      running                      4711  1m05s   0         healthy  3000
worker   crashed (exit code 3)        -     -       12        unknown  -
db       crashed (killed by SIGKILL)  -     -       0         unknown  -
bad-cwd  crashed (no such folder)     -     -       0         unknown  -
idle     stopped                      -     -       0         unknown  -
new      running                      4711  0s      0         unknown  -`.trimStart(),
  );
});

test('the URL stands in a column of its own when some process has one', () => {
  const web = summary({port: 3000, url: 'http://web.localhost:6788'});
  const processes = [web, summary({name: 'worker'})];
  expect(renderStatus(processes, plain)).toBe(
    `
NAME    STATUS   PID   UPTIME  RESTARTS  HEALTH   PORT  URL
web     running  4711  1m05s   0         unknown  3000  http://web.localhost:6788
worker  running  4711  1m05s   0         unknown  -     -`.trimStart(),
  );
});

test('colours change neither words nor columns', () => {
  const processes = [summary({}), summary({name: 'worker', status: 'stopping'})];
  const withoutColors = stripVTControlCharacters(renderStatus(processes, colored));
  expect(withoutColors).toBe(renderStatus(processes, plain));
});

test.each([
  ['running', 'healthy', false],
  ['running', 'unknown', false],
  ['running', 'unhealthy', true],
  ['crashed', 'unknown', true],
  ['stopped', 'unknown', false],
  ['starting', 'unknown', false],
] as const)('%s and %s: unwell is %s', (status, health, expected) => {
  expect(isUnwell(summary({status, health}))).toBe(expected);
});
