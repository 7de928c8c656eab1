import {expect, test} from 'vitest';
import {GLOBAL_OPTIONS} from '../../../src/cli/command-spec.ts';
import {COMMANDS} from '../../../src/cli/command-table.ts';
import {completionScript} from '../../../src/cli/completion-scripts.ts';

test.each(['bash', 'zsh', 'fish'])('the completion of %s offers every command', shell => {
  const script = completionScript(shell);
  for (const {name} of COMMANDS) expect(script).toContain(name);
  expect(script).toContain('prox completion names');
  expect(script).not.toContain('detached-child');
});

test.each(['bash', 'zsh', 'fish'])('in %s one name is enough for what takes one', shell => {
  const script = completionScript(shell);
  expect(script).toMatch(/["']stop later["']/);
  expect(script).not.toMatch(/["'](?:send|why|run) later["']/);
});

test.each(['bash', 'zsh', 'fish'])('the completion of %s offers words for values', shell => {
  const script = completionScript(shell);
  expect(script).toMatch(/info warning critical/);
  expect(script).toMatch(/process\.started process\.stopped/);
  expect(script).toMatch(/api later["']\)?\s+prox completion paths:"\$operand"/);
  expect(script).toMatch(/api first["']\)?\s[^\n]*GET[^\n]*DELETE/);
});

test('a flag takes a value in every command that has it, or in none', () => {
  const takesValue = new Map<string, boolean>();
  for (const [spelling] of [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({options}) => options)]) {
    for (const flag of spelling.match(/--?[a-z-]+/g) ?? []) {
      const takes = spelling.includes('<');
      expect([flag, takesValue.get(flag) ?? takes]).toEqual([flag, takes]);
      takesValue.set(flag, takes);
    }
  }
});
