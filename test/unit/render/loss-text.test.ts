import {expect, test} from 'vitest';
import {lossText} from '../../../src/render/loss-text.ts';

test('what was lost is counted', () => {
  expect(lossText(1)).toBe('prox: 1 line was lost here, it came too fast');
  expect(lossText(20)).toBe('prox: 20 lines were lost here, they came too fast');
});
