import type {IUnicodeVersionProvider} from '@xterm/headless';
import stringWidth from 'string-width';

/**
 * Widths as terminals of today have them: the emulator's own are of Unicode 6, where an emoji takes one
 * column. What has no width joins the character before it.
 */
export const unicode: IUnicodeVersionProvider = {
  version: 'today',
  wcwidth,
  charProperties(code, preceding) {
    const width = wcwidth(code);
    const before = widthIn(preceding);
    const joins = width === 0 && preceding !== 0 && before > 0;
    return (joins ? before << 1 : width << 1) | (joins ? 1 : 0);
  },
};

function wcwidth(code: number): 0 | 1 | 2 {
  if (code >= 0x20 && code < 0x7f) return 1;
  const width = stringWidth(String.fromCodePoint(code));
  return width >= 2 ? 2 : width === 1 ? 1 : 0;
}

/** The emulator keeps the width in two bits above the lowest. */
function widthIn(properties: number): number {
  return (properties >> 1) & 3;
}
