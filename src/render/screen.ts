import type {Paint} from './paint.ts';

/** The alternate screen, so that nothing is left in the scrollback; without wrapping, and without a cursor. */
export const ENTER_SCREEN = '\u001b[?1049h\u001b[?7l\u001b[?25l';
export const LEAVE_SCREEN = '\u001b[?25h\u001b[?7h\u001b[?1049l';
const HOME = '\u001b[H';
const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** What one look shows. */
export interface Frame {
  readonly text: string;
  /** So many of its last lines stay when not all have room. */
  readonly footer: number;
}

export interface ScreenOptions {
  /** Of the window; undefined: as many as it takes. */
  readonly rows: number | undefined;
  readonly paint: Paint;
}

const HINT = 'Ctrl-C ends it';

/**
 * Draws a frame over the one before, and in the last line how to leave. Nothing is erased that is not
 * written in the same breath, so that it does not flicker. ECMA-48.
 */
export function screenText({text, footer}: Frame, {rows = Infinity, paint}: ScreenOptions): string {
  const lines = [...fit(text.split('\n'), {rows: rows - 1, footer}), paint.dim(HINT)];
  // Erased before it is written: behind a line as wide as the window it would cost the last letter.
  return HOME + lines.map(line => ERASE_LINE + line).join('\r\n') + ERASE_BELOW;
}

/** The first ones and the footer; in between how many are left out. */
function fit(
  lines: readonly string[],
  {rows, footer}: {readonly rows: number; readonly footer: number},
): readonly string[] {
  if (lines.length <= rows) return lines;
  const shown = Math.max(0, rows - footer - 1);
  const end = lines.length - footer;
  return [...lines.slice(0, shown), `… ${end - shown} more`, ...lines.slice(end)].slice(0, rows);
}
