import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {graphToText, toGraph} from '../../../src/render/dependency-graph.ts';
import {createPaint} from '../../../src/render/paint.ts';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {sampleSummary} from '../../rig/sample-summary.ts';

const plain = {paint: createPaint({hasColor: false}), columns: 80};

const STACK: readonly ProcessSummary[] = [
  sampleSummary({
    name: 'api',
    status: 'waiting',
    health: 'unknown',
    dependsOn: [
      {name: 'db', condition: 'healthy'},
      {name: 'migrate', condition: 'completed'},
    ],
    waitingOn: ['migrate'],
  }),
  sampleSummary({name: 'db', kind: 'dependency', health: 'unhealthy'}),
  sampleSummary({name: 'web', health: 'unknown'}),
  sampleSummary({
    name: 'migrate',
    kind: 'task',
    health: 'unknown',
    dependsOn: [{name: 'db', condition: 'ready'}],
  }),
];

test('what is needed stands above what needs it, and what is not there yet is told', () => {
  expect(graphToText(STACK, plain)).toBe(
    `
1  db (running, unhealthy)
   web (running)
2  migrate (running) → db ready
3  api (waiting) → db healthy, migrate completed (not yet)`.trimStart(),
  );
});

test('colours change no words', () => {
  const colored = {paint: createPaint({hasColor: true}), columns: 80};
  expect(stripVTControlCharacters(graphToText(STACK, colored))).toBe(graphToText(STACK, plain));
});

test('what needs many takes several lines, none wider than the terminal', () => {
  const leaves = Array.from({length: 29}, (_, index) => sampleSummary({name: `leaf-${index}`}));
  const root = sampleSummary({
    name: 'root',
    dependsOn: leaves.map(({name}) => ({name, condition: 'healthy'})),
  });
  const lines = graphToText([root, ...leaves], plain).split('\n');
  expect(lines.slice(29, 31)).toEqual([
    '2  root (running) → leaf-0 healthy, leaf-1 healthy, leaf-2 healthy,',
    '       leaf-3 healthy, leaf-4 healthy, leaf-5 healthy, leaf-6 healthy,',
  ]);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
});

test('200 processes in a chain are a line each, their levels aligned', () => {
  const chain = Array.from({length: 200}, (_, index) =>
    sampleSummary({
      name: `p${index}`,
      dependsOn: index === 0 ? [] : [{name: `p${index - 1}`, condition: 'healthy'}],
    }),
  );
  const lines = graphToText(chain, plain).split('\n');
  expect(lines).toHaveLength(200);
  expect(lines[0]).toBe('1    p0 (running)');
  expect(lines[199]).toBe('200  p199 (running) → p198 healthy');
});

test('for programs there are nodes and edges, each from what needs to what is needed', () => {
  expect(toGraph(STACK)).toEqual({
    nodes: [
      {name: 'api', kind: 'process', status: 'waiting'},
      {name: 'db', kind: 'dependency', status: 'running'},
      {name: 'web', kind: 'process', status: 'running'},
      {name: 'migrate', kind: 'task', status: 'running'},
    ],
    edges: [
      {from: 'api', to: 'db', condition: 'healthy'},
      {from: 'api', to: 'migrate', condition: 'completed'},
      {from: 'migrate', to: 'db', condition: 'ready'},
    ],
  });
});
