const SIZE = /^(\d+)\s*(?:([kmg])b?|b)?$/i;
const FACTOR: Readonly<Record<string, number>> = {k: 1024, m: 1024 ** 2, g: 1024 ** 3};

/** Bytes of a size (`64KB`, `8m`, `512`), binary multiples, any case; undefined when malformed. */
export function parseSize(text: string): number | undefined {
  const match = SIZE.exec(text.trim());
  if (!match) return undefined;
  const [, amount = '', unit] = match;
  return Number(amount) * (unit === undefined ? 1 : (FACTOR[unit.toLowerCase()] ?? 1));
}
