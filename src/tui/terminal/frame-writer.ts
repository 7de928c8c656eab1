const ESC = '\u001b';
/** What Ink writes before a frame, to erase the one before: lines from the bottom up, or the whole terminal. */
const ERASURE = new RegExp(
  String.raw`^(?:${ESC}\[2K(?:${ESC}\[1A)?)*(?:${ESC}\[G)?(?:${ESC}\[2J${ESC}\[3J${ESC}\[H)?`,
);
/** Synchronized output (2026) and the cursor are not the frame's. */
const MODES = new RegExp(String.raw`${ESC}\[\?(?:2026|25)[hl]`, 'g');
/** Before the row: behind one that is as wide as the terminal it would take its last character. */
const ERASE_ROW = '\u001b[2K';
/** A terminal that knows synchronized output shows all of it at once. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const ERASE_BELOW = '\u001b[J';

/**
 * Makes of whole frames what changes the terminal from one to the next: only the rows that differ, each in
 * its place. So nothing flickers, and little goes over a slow line.
 */
export class FrameWriter {
  #rows: readonly string[] = [];

  /** What to write for a frame as Ink writes it; empty when it shows nothing new. */
  next(written: string): string {
    const frame = frameOf(written);
    if (frame === '') return '';
    const rows = (frame.endsWith('\n') ? frame.slice(0, -1) : frame).split('\n');
    const changed = rows.map((row, index) =>
      row === this.#rows[index] ? '' : `${at(index)}${ERASE_ROW}${row}`,
    );
    const isShorter = rows.length < this.#rows.length;
    this.#rows = rows;
    const text = changed.join('') + (isShorter ? `${at(rows.length)}${ERASE_BELOW}` : '');
    return text === '' ? '' : `${BEGIN}${text}${END}`;
  }

  /** The screen has been emptied. */
  reset(): void {
    this.#rows = [];
  }
}

/** Whether it is a frame, and not only a mode, or the end of the renderer. */
export function isFrame(written: string): boolean {
  return frameOf(written) !== '';
}

function frameOf(written: string): string {
  const frame = written.replaceAll(MODES, '').replace(ERASURE, '');
  return frame === '\n' ? '' : frame;
}

/** Puts the cursor at the beginning of a row, from 0 (ECMA-48, CUP). */
function at(row: number): string {
  return `\u001b[${row + 1};1H`;
}
