import type {MouseInput} from './input.ts';

const MOVED = 32;
const WHEEL = 64;
/** Shift, Alt and Ctrl: with them it is the same wheel. */
const HELD = 0b11100;

/** Of `CSI < button ; column ; row`, ended by `M` or, when a button is let go, `m` (xterm, mode 1006). */
export function mouseInput(text: string, final: string): MouseInput | undefined {
  const match = /^<(\d{1,5});(\d{1,5});(\d{1,5})$/.exec(text);
  if (!match || (final !== 'M' && final !== 'm')) return undefined;
  const [button = 0, column = 0, row = 0] = match.slice(1).map(Number);
  const action = actionOf(button & ~HELD, final);
  return action && {type: 'mouse', action, x: Math.max(column - 1, 0), y: Math.max(row - 1, 0)};
}

function actionOf(button: number, final: 'M' | 'm'): MouseInput['action'] | undefined {
  if (button === WHEEL) return 'wheelUp';
  if (button === WHEEL + 1) return 'wheelDown';
  if (button > WHEEL) return undefined;
  if (button & MOVED) return 'move';
  return final === 'M' ? 'press' : 'release';
}
