/** A server-sent event as it was parsed. */
export interface Frame {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
}

/** Tells a reader how much it has lost; empty when that is nothing. */
export function encodeLagged(dropped: number): string {
  return dropped > 0 ? `event: lagged\ndata: {"dropped":${dropped}}\n\n` : '';
}

export interface ItemBatch<T> {
  readonly dropped: number;
  readonly items: readonly T[];
}

/** What arrived together is one batch; what was lost begins a new one. Events of other names are passed over. */
export function decodeItems<T>(
  frames: readonly Frame[],
  decode: (data: string) => T,
): readonly ItemBatch<T>[] {
  const batches: {dropped: number; items: T[]}[] = [{dropped: 0, items: []}];
  for (const {event, data} of frames) {
    if (event === 'lagged') {
      const {dropped} = JSON.parse(data) as {readonly dropped: number};
      batches.push({dropped, items: []});
    } else if (event === undefined) {
      batches.at(-1)?.items.push(decode(data));
    }
  }
  return batches.filter(({dropped, items}) => dropped > 0 || items.length > 0);
}
