import {describe, expect, test} from 'vitest';
import type {Condition} from '../../../src/core/dependency-graph.ts';
import {summarizeStartUp} from '../../../src/core/start-up.ts';
import type {StartUpTimes} from '../../../src/core/start-up-report.ts';

interface Sample {
  readonly asked?: number;
  readonly spawned?: number;
  readonly ready?: number;
  readonly needs?: Readonly<Record<string, Condition>>;
}

function times(name: string, {asked = 0, spawned, ready, needs = {}}: Sample): StartUpTimes {
  return {
    name,
    kind: 'process',
    status: 'running',
    dependsOn: Object.entries(needs).map(([needed, condition]) => ({name: needed, condition})),
    askedMs: asked,
    spawnedMs: spawned,
    firstLineMs: undefined,
    portOpenMs: undefined,
    healthyMs: undefined,
    readyMs: ready,
    failedMs: undefined,
  };
}

describe('the critical path', () => {
  test('leads back from the last through what each has waited for longest', () => {
    const report = summarizeStartUp([
      times('web', {spawned: 2, ready: 30}),
      times('db', {spawned: 5, ready: 1200}),
      times('cache', {spawned: 5, ready: 700}),
      times('migrate', {spawned: 1205, ready: 2600, needs: {db: 'healthy'}}),
      times('api', {
        spawned: 2605,
        ready: 3400,
        needs: {cache: 'healthy', migrate: 'completed', db: 'healthy'},
      }),
    ]);
    expect(report.criticalPath).toEqual(['db', 'migrate', 'api']);
    expect(report.totalMs).toBe(3400);
  });

  test('ends where nobody had to wait: what was needed was there before it was asked for', () => {
    const report = summarizeStartUp([
      times('db', {spawned: 1, ready: 10}),
      times('api', {asked: 20, spawned: 25, ready: 900, needs: {db: 'healthy'}}),
    ]);
    expect(report.criticalPath).toEqual(['api']);
  });

  test('does not lead to what became ready after its dependent had started all the same', () => {
    const report = summarizeStartUp([
      times('db', {spawned: 1, ready: 500}),
      times('api', {spawned: 20, ready: 900, needs: {db: 'healthy'}}),
    ]);
    expect(report.criticalPath).toEqual(['api']);
  });

  test('takes it that `started` is met by the start, not by the health', () => {
    const report = summarizeStartUp([
      times('db', {spawned: 315, ready: 500}),
      times('cache', {spawned: 1, ready: 310}),
      times('api', {spawned: 320, ready: 900, needs: {db: 'started', cache: 'healthy'}}),
    ]);
    expect(report.criticalPath).toEqual(['db', 'api']);
  });

  test('passes over what is not in the report', () => {
    const report = summarizeStartUp([
      times('api', {spawned: 20, ready: 900, needs: {gone: 'healthy'}}),
    ]);
    expect(report.criticalPath).toEqual(['api']);
  });

  test('is that of the ready ones while some are not', () => {
    const report = summarizeStartUp([
      times('db', {spawned: 1, ready: 500}),
      times('api', {spawned: 501, ready: 900, needs: {db: 'healthy'}}),
      times('worker', {needs: {api: 'healthy'}}),
    ]);
    expect(report).toMatchObject({totalMs: undefined, criticalPath: ['db', 'api']});
  });

  test('of 200 processes in a chain has all of them', () => {
    const chain = Array.from({length: 200}, (_, index) =>
      times(`p${index}`, {
        spawned: index * 10 + 1,
        ready: index * 10 + 9,
        needs: index === 0 ? {} : {[`p${index - 1}`]: 'healthy'},
      }),
    );
    expect(summarizeStartUp(chain.toReversed()).criticalPath).toEqual(chain.map(({name}) => name));
  });
});

describe('what was started when all the others were ready', () => {
  const docs = times('docs', {asked: 60_000, spawned: 60_005, ready: 64_000});

  test('counts neither for the total nor for the critical path', () => {
    const report = summarizeStartUp([docs, times('web', {spawned: 1, ready: 800})]);
    expect(report).toMatchObject({totalMs: 800, criticalPath: ['web']});
    expect(report.processes).toHaveLength(2);
  });

  test('counts while one of the others is not ready', () => {
    const report = summarizeStartUp([times('web', {spawned: 1}), docs]);
    expect(report).toMatchObject({totalMs: undefined, criticalPath: ['docs']});
  });
});

test('one that is ready before the next was even asked for is no start of its own', () => {
  const report = summarizeStartUp([
    times('web', {asked: 1, spawned: 2, ready: 2}),
    times('api', {asked: 9, spawned: 12, ready: 700}),
  ]);
  expect(report.totalMs).toBe(700);
});

test('without a start there is nothing to tell', () => {
  expect(summarizeStartUp([])).toEqual({totalMs: undefined, processes: [], criticalPath: []});
});
