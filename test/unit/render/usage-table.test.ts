import {describe, expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {renderTrees, renderUsage} from '../../../src/render/usage-table.ts';
import {SAMPLE} from '../../rig/fake-prox.ts';

const paint = createPaint({hasColor: false});
const options = {paint, columns: undefined};
const [web] = SAMPLE.usage.processes;

test('what is used is a row for each process, one for all, and one for prox itself', () => {
  expect(renderUsage({stats: SAMPLE.stats, processes: [web]}, options).split('\n')).toEqual([
    'NAME  CPU    MEM   PEAK  LINES',
    'web   12.5%  48MB  57MB  120',
    'all   12.5%  48MB  57MB  120',
    'prox  1.5%   86MB  91MB  -',
  ]);
});

test('what does not run has dashes, and the peak of its latest run', () => {
  const ended = {...web, cpuPercent: 0, memoryBytes: 0};
  const idle = {...web, name: 'idle', cpuPercent: 0};
  const never = {...ended, name: 'never', peak: {cpuPercent: 0, memoryBytes: 0}, lines: 0};
  const rows = renderUsage({stats: SAMPLE.stats, processes: [ended, idle, never]}, options);
  expect(rows.split('\n').slice(1, 4)).toEqual([
    'web    -      -     57MB  120',
    'idle   0.0%   48MB  57MB  120',
    'never  -      -     -     0',
  ]);
});

test('a narrow terminal goes without lines, then peaks, and cuts names last', () => {
  const long = {...web, name: 'a-long-name-of-a-process'};
  const titles = (columns: number): readonly string[] =>
    renderUsage({stats: SAMPLE.stats, processes: [long]}, {paint, columns}).split('\n');
  expect(titles(51)[0]).toMatch(/NAME +CPU +MEM +PEAK +LINES$/);
  expect(titles(49)[0]).toMatch(/NAME +CPU +MEM +PEAK$/);
  expect(titles(42)[0]).toMatch(/NAME +CPU +MEM$/);
  expect(titles(30)[1]).toMatch(/^a-long-name-of-a…+ +12\.5% +48MB$/);
  for (const line of titles(30)) expect(line.length).toBeLessThanOrEqual(30);
});

describe('the tree of a process', () => {
  const child = SAMPLE.processStats.children[0];
  const tree = {...SAMPLE.processStats, listeningPorts: [3000, 3001]};

  test('is its row with its ports, and its children below', () => {
    const children = [child, {...child, pid: 7, command: 'esbuild --service', cpuPercent: 0}];
    expect(renderTrees([{...tree, children}], {paint, columns: undefined}).split('\n')).toEqual([
      'NAME  CPU    MEM   PEAK  LINES  PORTS',
      'web   12.5%  48MB  57MB  120    3000, 3001',
      '',
      'NAME  PID  CPU    MEM   COMMAND',
      'web   100  12.5%  48MB  node server.js',
      'web   7    0.0%   48MB  esbuild --service',
    ]);
  });

  test('that does not run is its row alone', () => {
    const ended = {...tree, cpuPercent: 0, memoryBytes: 0, children: [], listeningPorts: []};
    expect(renderTrees([ended], {paint, columns: undefined}).split('\n')).toEqual([
      'NAME  CPU  MEM  PEAK  LINES  PORTS',
      'web   -    -    57MB  120    -',
    ]);
  });

  test('has commands that cannot steer the terminal, cut to its width', () => {
    const command = `sh \u001b[2J${'x'.repeat(100)}`;
    const shown = renderTrees([{...tree, children: [{...child, command}]}], {paint, columns: 60});
    expect(shown.split('\n').at(-1)).toMatch(/^web   100  12\.5%  48MB  sh x+…$/);
    expect(shown.split('\n').at(-1)).toHaveLength(60);
  });
});
