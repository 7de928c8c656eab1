const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** Bytes for people, in binary multiples as prox.yaml has them: `532B`, `1.5KB`, `12MB`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 'B';
  for (const next of UNITS) {
    if (size < 999.5) break;
    size /= 1024;
    unit = next;
  }
  const isWhole = unit === 'B' || size >= 9.95;
  return `${isWhole ? Math.round(size) : size.toFixed(1)}${unit}`;
}
