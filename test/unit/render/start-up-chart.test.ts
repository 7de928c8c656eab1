import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {renderStartUp} from '../../../src/render/start-up-chart.ts';
import type {StartUpReport, StartUpTimes} from '../../../src/core/start-up-report.ts';

const plain = {paint: createPaint({hasColor: false}), columns: undefined};

function times(name: string, overrides: Partial<StartUpTimes> = {}): StartUpTimes {
  return {
    name,
    kind: 'process',
    status: 'running',
    dependsOn: [],
    askedMs: 0,
    spawnedMs: undefined,
    firstLineMs: undefined,
    portOpenMs: undefined,
    healthyMs: undefined,
    readyMs: undefined,
    failedMs: undefined,
    ...overrides,
  };
}

const db = times('postgres', {
  spawnedMs: 20,
  firstLineMs: 400,
  portOpenMs: 900,
  healthyMs: 1200,
  readyMs: 1200,
});
const cache = times('cache', {kind: 'dependency', readyMs: 30});
const migrate = times('migrate', {
  kind: 'task',
  status: 'completed',
  spawnedMs: 1210,
  firstLineMs: 1500,
  readyMs: 2400,
});
const api = times('api', {spawnedMs: 2410, firstLineMs: 2800, portOpenMs: 3400, readyMs: 2410});

const REPORT: StartUpReport = {
  totalMs: 2410,
  elapsedMs: 60_000,
  processes: [db, cache, migrate, api],
  criticalPath: ['postgres', 'migrate', 'api'],
};

test('every process has a bar and its times, and the critical path is named', () => {
  expect(renderStartUp(REPORT, plain)).toBe(
    `
NAME      0s                         3.4s  SPAWNED  LINE   PORT   HEALTHY  READY
postgres  ░░░░▒▒▒▒▓▓▓█                     20ms     400ms  900ms  1.2s     1.2s
cache     █                                -        -      -      -        30ms
migrate   ···········░░▒▒▒▒▒▒▒▒█           1.2s     1.5s   -      -        2.4s
api       ·····················░░░░▒▒▒▒▒▓  2.4s     2.8s   3.4s   -        2.4s

· waits  ░ starts  ▒ first line  ▓ port open  █ healthy or done
critical path: postgres → migrate → api (2.4s)`.trimStart(),
  );
});

test('colours change no words', () => {
  const colored = {...plain, paint: createPaint({hasColor: true})};
  expect(stripVTControlCharacters(renderStartUp(REPORT, colored))).toBe(
    renderStartUp(REPORT, plain),
  );
});

test('a wide terminal has longer bars, a narrow one keeps them readable', () => {
  const widest = (columns: number): number =>
    Math.max(
      ...renderStartUp(REPORT, {...plain, columns})
        .split('\n')
        .map(line => line.length),
    );
  expect(widest(120)).toBe(120);
  expect(widest(80)).toBe(80);
  expect(widest(20)).toBeLessThan(80);
});

test('a terminal that is too narrow for every time goes without the first ones', () => {
  const lines = renderStartUp(REPORT, {...plain, columns: 40}).split('\n');
  expect(lines[0]).toMatch(/^NAME +0s +3\.4s +READY$/);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(40);
  const header = (columns: number | undefined): string | undefined =>
    renderStartUp(REPORT, {...plain, columns}).split('\n')[0];
  expect(header(60)).toMatch(/^NAME +0s +3\.4s +LINE +PORT +HEALTHY +READY$/);
  expect(header(undefined)).toMatch(/ SPAWNED +LINE +PORT +HEALTHY +READY$/);
});

test('what is not ready yet says its state, and its bar goes on where it is under way', () => {
  const report: StartUpReport = {
    totalMs: undefined,
    elapsedMs: 60_000,
    processes: [
      times('db', {spawnedMs: 0, healthyMs: 1000, readyMs: 1000}),
      times('api', {status: 'crashed', spawnedMs: 1000}),
      times('web', {status: 'blocked', failedMs: 500}),
    ],
    criticalPath: ['db'],
  };
  expect(renderStartUp(report, {...plain, columns: 50})).toBe(
    `
NAME  0s           1.0s  SPAWNED  HEALTHY  READY
db    ░░░░░░░░░░░░░░░░█  0ms      1.0s     1.0s
api   ················░  1.0s     -        crashed
web   ·········          -        -        blocked

· waits  ░ starts  ▒ first line  ▓ port open
█ healthy or done
critical path so far: db (1.0s)`.trimStart(),
  );
});

test('the axis reaches to the failure of what was never ready, and to now for what is under way', () => {
  const dead = times('db', {kind: 'dependency', status: 'crashed', failedMs: 3000});
  const api = times('api', {status: 'blocked', failedMs: 3000});
  const bad = times('bad', {status: 'crashed', spawnedMs: 107});
  const report = {
    totalMs: undefined,
    elapsedMs: 60_000,
    processes: [dead, api, bad],
    criticalPath: [],
  };
  const failed = renderStartUp(report, plain).split('\n');
  expect(failed[0]).toMatch(/^NAME  0s +3\.0s  SPAWNED  READY$/);
  expect(failed[1]).toMatch(/^db    ·{50,} /);
  expect(failed[2]).toMatch(/^api   ·{50,} /);
  const slow = times('slow', {spawnedMs: 10});
  const [header, row] = renderStartUp({...report, processes: [slow]}, plain).split('\n');
  expect(header).toMatch(/ 1m00s  SPAWNED /);
  expect(row).toMatch(/^slow  ░{50,} /);
});

test('what was started later by itself has times of its own', () => {
  const docs = times('docs', {askedMs: 60_000, spawnedMs: 60_010, readyMs: 60_010});
  const late = {...REPORT, processes: [api, docs]};
  const [header, , row] = renderStartUp(late, plain).split('\n');
  expect(header).toMatch(/^NAME  0s +3\.4s  /);
  expect(row).toMatch(/^docs  asked 1m00s later +10ms +- +- +10ms$/);
});

test('before anything was started there is no chart', () => {
  const empty = {totalMs: undefined, elapsedMs: 0, processes: [], criticalPath: []};
  expect(renderStartUp(empty, plain)).toBe('Nothing was started yet.');
});
