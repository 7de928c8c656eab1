import type {IBufferCell} from '@xterm/headless';

export const BACKGROUND = '#0d1117';
export const FOREGROUND = '#e6edf3';

/** The 16 colours of a terminal, each to be read well on the background; black is one for other grounds. */
const NAMED = [
  ['#21262d', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ['#8b949e', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
].flat();
/** What xterm gives the six levels of its colour cube. */
const LEVELS = [0, 95, 135, 175, 215, 255];

/** The colours of a cell as CSS has them; no `background` where it is that of the picture. */
export interface Colors {
  readonly color: string;
  readonly background?: string;
}

export function colorsOf(cell: IBufferCell): Colors {
  const color = cell.isFgDefault() ? FOREGROUND : cssOf(cell.getFgColor(), cell.isFgRGB());
  const background = cell.isBgDefault() ? undefined : cssOf(cell.getBgColor(), cell.isBgRGB());
  if (cell.isInverse() !== 0) return {color: background ?? BACKGROUND, background: color};
  return {color, ...(background !== undefined && {background})};
}

function cssOf(color: number, isRgb: boolean): string {
  return isRgb ? `#${color.toString(16).padStart(6, '0')}` : paletteColor(color);
}

/** 16 colours with names, a cube of 6 × 6 × 6, and 24 greys. */
function paletteColor(index: number): string {
  const named = NAMED[index];
  if (named !== undefined) return named;
  if (index >= 232) return rgb([0, 0, 0].map(() => 8 + (index - 232) * 10));
  const place = index - 16;
  return rgb([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(levelAt));
}

function levelAt(step: number): number {
  return LEVELS[step] ?? 0;
}

function rgb(parts: readonly number[]): string {
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
