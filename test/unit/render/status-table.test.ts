import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {isUnwell, renderStatus} from '../../../src/render/status-table.ts';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';

const plain = {paint: createPaint({hasColor: false}), columns: undefined};
const colored = {paint: createPaint({hasColor: true}), columns: undefined};

function summary(overrides: Partial<ProcessSummary>): ProcessSummary {
  return sampleSummary({
    uptimeSeconds: 65,
    restarts: 0,
    health: 'unknown',
    port: undefined,
    url: undefined,
    ...overrides,
  });
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

test('what waits, is blocked, has done its work or comes again says so', () => {
  const processes = [
    summary({name: 'api', status: 'waiting', waitingOn: ['db', 'cache'], ...dead}),
    summary({name: 'web', status: 'blocked', blockedReason: 'api is stopped', ...dead}),
    summary({name: 'migrate', kind: 'task', status: 'completed', exitCode: 0, ...dead}),
    summary({name: 'job', status: 'crashed', reason: 'exit code 1', nextRestartMs: 4000, ...dead}),
    summary({name: 'db', kind: 'dependency', health: 'healthy', ...dead}),
  ];
  expect(renderStatus(processes, plain)).toBe(
    `
NAME     STATUS                                 PID  UPTIME  RESTARTS  HEALTH   PORT
api      waiting (for db, cache)                -    -       0         unknown  -
web      blocked (api is stopped)               -    -       0         unknown  -
migrate  completed                              -    -       0         unknown  -
job      crashed (exit code 1), restarts in 4s  -    -       0         unknown  -
db       running (dependency)                   -    -       0         healthy  -`.trimStart(),
  );
});

test('a reason that is too long for the terminal is cut, and told below the table', () => {
  const reason = 'postgres crashed (cannot listen on 127.0.0.1:5432: address already in use)';
  const processes = [
    summary({health: 'healthy', port: 3000}),
    summary({name: 'api', status: 'blocked', blockedReason: reason, ...dead}),
  ];
  expect(renderStatus(processes, {...plain, columns: 80})).toBe(
    `
NAME  STATUS                               PID   UPTIME  RESTARTS  HEALTH   PORT
web   running                              4711  1m05s   0         healthy  3000
api   blocked (postgres crashed (cannot …  -     -       0         unknown  -

api: blocked (postgres crashed (cannot listen on 127.0.0.1:5432: address already
  in use))`.trimStart(),
  );
});

test('a reason that several have is told once, without breaking a word', () => {
  const blocked = {
    status: 'blocked',
    blockedReason: 'db is unhealthy (connection refused)',
  } as const;
  const processes = [
    summary({name: 'api', ...blocked, ...dead}),
    summary({name: 'web', ...blocked, ...dead}),
  ];
  const [, , , , ...details] = renderStatus(processes, {...plain, columns: 30}).split('\n');
  expect(details).toEqual(['api, web: blocked (db is', '  unhealthy (connection', '  refused))']);
});

test('who is blocked names what stands in the way, which says why itself', () => {
  const blocked = {status: 'blocked', blockedReason: 'db crashed (not there after 3s)'} as const;
  const processes = [
    summary({
      name: 'db',
      kind: 'dependency',
      status: 'crashed',
      reason: 'not there after 3s',
      ...dead,
    }),
    summary({name: 'api', waitingOn: ['db'], ...blocked, ...dead}),
    summary({name: 'web', waitingOn: ['api'], ...blocked, ...dead}),
  ];
  const rows = renderStatus(processes, plain).split('\n');
  expect(rows[1]).toMatch(/^db +crashed \(not there after 3s\) /);
  expect(rows[2]).toMatch(/^api +blocked \(by db\) /);
  expect(rows[3]).toMatch(/^web +blocked \(by db\) /);
});

test('a narrow terminal goes without the columns that tell least, one by one', () => {
  const web = summary({health: 'healthy', port: 3000, url: 'http://web.localhost:6788'});
  const header = (columns: number): readonly string[] => {
    const lines = renderStatus([web], {...plain, columns}).split('\n');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
    return (lines[0] ?? '').split(/ +/);
  };
  expect(header(75)).toEqual(['NAME', 'STATUS', 'UPTIME', 'RESTARTS', 'HEALTH', 'PORT', 'URL']);
  expect(header(60)).toEqual(['NAME', 'STATUS', 'HEALTH', 'PORT', 'URL']);
  expect(header(40)).toEqual(['NAME', 'STATUS', 'URL']);
  expect(header(30)).toEqual(['NAME', 'STATUS']);
});

test('that a process is unhealthy is told without the column, too', () => {
  const [, row] = renderStatus([summary({health: 'unhealthy'})], {...plain, columns: 23}).split(
    '\n',
  );
  expect(row).toMatch(/^web +running, unhealthy/);
});

test('a status keeps 20 columns in a terminal that is too narrow for all', () => {
  const blocked = summary({status: 'blocked', blockedReason: 'db is stopped', ...dead});
  const [, row] = renderStatus([blocked], {...plain, columns: 10}).split('\n');
  expect(row).toBe('web   blocked (db is stop…');
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
  ['waiting', 'unknown', false],
  ['blocked', 'unknown', true],
  ['completed', 'unknown', false],
] as const)('%s and %s: unwell is %s', (status, health, expected) => {
  expect(isUnwell(summary({status, health}))).toBe(expected);
});
