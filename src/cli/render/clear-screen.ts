/** Cursor home, then erase to the end of the screen (ECMA-48). */
export const CLEAR_SCREEN = '\u001b[H\u001b[J';
