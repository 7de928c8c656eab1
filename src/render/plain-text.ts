const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
const DELETE = 0x7f;
/** The high bit of each of the four bytes of a word. */
const HIGH_BITS = 0x80808080 | 0;

/**
 * Whether there is nothing but printable ASCII, tabs and newlines: nothing that could steer a terminal.
 * Looks at four bytes at once, and at single ones only where a word holds one below 0x20 or above 0x7e
 * (a byte is below n where `(word - n * 0x01010101) & ~word` has its high bit).
 */
export function isPlainText(bytes: Buffer): boolean {
  const head = Math.min(bytes.length, (4 - (bytes.byteOffset % 4)) % 4);
  if (!isPlainRange(bytes, 0, head)) return false;
  const count = (bytes.length - head) >> 2;
  const words = count === 0 ? [] : new Int32Array(bytes.buffer, bytes.byteOffset + head, count);
  for (let index = 0; index < count; index++) {
    const word = words[index] ?? 0;
    const below = (word - 0x20202020) & ~word;
    const above = word | (word + 0x01010101);
    if (((below | above) & HIGH_BITS) === 0) continue;
    const at = head + index * 4;
    if (!isPlainRange(bytes, at, at + 4)) return false;
  }
  return isPlainRange(bytes, head + count * 4, bytes.length);
}

function isPlainRange(bytes: Buffer, from: number, until: number): boolean {
  for (let at = from; at < until; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte < SPACE && byte !== LF && byte !== TAB) || byte >= DELETE) return false;
  }
  return true;
}
