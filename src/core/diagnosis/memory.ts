import {byRules, type Clue} from './clue.ts';

/** What runtimes say when they get no more memory. */
export const memoryClue = byRules([
  {
    pattern: /JavaScript heap out of memory/gm,
    explain: () => ({
      problem: 'it ran out of memory: the heap of Node is full',
      nextStep:
        'Look for a leak, or allow it more, under `env`: `NODE_OPTIONS: --max-old-space-size=4096` (in MB).',
    }),
  },
  {
    pattern: /java\.lang\.OutOfMemoryError(?:: (.+))?/gm,
    explain: ([, what = 'heap']) => ({
      problem: `it ran out of memory: ${what}`,
      nextStep: 'Look for a leak, or allow it more: `-Xmx2g`.',
    }),
  },
  {
    pattern:
      /^.*(?:\bMemoryError\b|NoMemoryError|runtime: out of memory|std::bad_alloc|memory allocation of \d+ bytes failed|Cannot allocate memory|\bENOMEM\b).*$/gm,
    explain: ([line = '']) => outOfMemory(line.trim()),
  },
]);

function outOfMemory(line: string): Clue {
  return {problem: `it ran out of memory: ${line}`, nextStep: MEMORY_HINT};
}

/** Where to look when the system has taken the memory away. */
export const MEMORY_HINT =
  '`dmesg | grep -i oom`, or the memory limit of the container, tells whether memory ran out.';
