import {expect, test} from 'vitest';
import {type ProcessTree, sortIntoTrees} from '../../../src/supervisor/process-tree.ts';
import {processRow} from '../../rig/process-row.ts';

const WEB = tree('web', 100);
const API = tree('api', 200);

test.each([
  ['its child', processRow({pid: 100})],
  ['who is in its group', processRow({pid: 101, group: 100})],
  ['who is in its session', processRow({pid: 101, session: 100})],
  ['who bears its marks', processRow({pid: 101}, ['PROX_INSTANCE=run', 'PROX_PROCESS=web'])],
])('%s is of a tree', (_what, row) => {
  expect(pidsOf(sortIntoTrees([row, processRow({pid: 200})], [API, WEB]), WEB)).toEqual([row.pid]);
});

test('descendants are of the tree of their parent, in whatever order they are listed', () => {
  const rows = [
    processRow({pid: 90, parent: 91}),
    processRow({pid: 91, parent: 101}),
    processRow({pid: 100}),
    processRow({pid: 101, parent: 100}),
    processRow({pid: 201, parent: 200}),
    processRow({pid: 200}),
  ];
  const trees = sortIntoTrees(rows, [WEB, API]);

  expect(pidsOf(trees, WEB)).toEqual([90, 91, 100, 101]);
  expect(pidsOf(trees, API)).toEqual([201, 200]);
});

test.each([
  ['a stranger', processRow({pid: 300})],
  ['a zombie', processRow({pid: 100, isZombie: true})],
  ['who has got its pid since', processRow({pid: 100, startTime: 'later'})],
  [
    'who bears the marks of another run',
    processRow({pid: 101}, ['PROX_INSTANCE=x', 'PROX_PROCESS=web']),
  ],
  ['this process', processRow({pid: process.pid, parent: 100})],
])('%s is of none', (_what, row) => {
  expect(pidsOf(sortIntoTrees([row], [WEB, API]), WEB)).toEqual([]);
});

test('a tree that is over does not hide the one that has got its pid since', () => {
  const old: ProcessTree = {...WEB, startTime: 'earlier'};
  const trees = sortIntoTrees([processRow({pid: 100})], [WEB, old]);

  expect(pidsOf(trees, WEB)).toEqual([100]);
  expect(pidsOf(trees, old)).toEqual([]);
});

function tree(process: string, pid: number): ProcessTree {
  return {pid, startTime: `start of ${pid}`, instance: 'run', process};
}

function pidsOf(trees: ReturnType<typeof sortIntoTrees>, wanted: ProcessTree): number[] {
  return (trees.get(wanted) ?? []).map(({pid}) => pid);
}
