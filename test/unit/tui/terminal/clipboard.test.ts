import {expect, test} from 'vitest';
import {osc52} from '../../../../src/tui/terminal/clipboard.ts';

const PLAIN = '\u001b]52;c;aMOpIGhl\u0007';

test('a text goes to the clipboard as base64 of its UTF-8', () => {
  expect(osc52('hé he', {})).toBe(PLAIN);
});

test('tmux gets it wrapped too, for the terminal around it', () => {
  expect(osc52('hé he', {TMUX: '/tmp/tmux-0/default,1,0'})).toBe(
    `\u001bPtmux;\u001b${PLAIN}\u001b\\${PLAIN}`,
  );
});

test('a text that terminals would not take is none', () => {
  expect(osc52('x'.repeat(75_000), {})).toHaveLength(100_000 + '\u001b]52;c;\u0007'.length);
  expect(osc52('x'.repeat(75_001), {})).toBeUndefined();
});
