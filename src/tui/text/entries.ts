/** Holds from this offset to the next entry's. */
export interface Entry {
  readonly from: number;
}

/** The last of the ascending entries that begins at or before the offset, and the one after it. */
export function entryAt<T extends Entry>(
  entries: readonly T[],
  offset: number,
): {index: number; entry: T | undefined; next: T | undefined} {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && entry.from <= offset) low = middle + 1;
    else high = middle;
  }
  return {index: low - 1, entry: entries[low - 1], next: entries[low]};
}
