import {type Figure, format, median, percentile} from './rig.ts';

/** Round by round, each alternative once: whatever else the machine does meets all of them. */
export async function inTurns<T>(
  rounds: number,
  alternatives: readonly (() => Promise<T>)[],
): Promise<readonly T[][]> {
  const seen = alternatives.map((): T[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of alternatives.entries()) seen[index]?.push(await measure());
  }
  return seen;
}

export interface Comparison {
  readonly what: string;
  /** One value for each round. */
  readonly ours: readonly number[];
  /** Those of the same rounds. */
  readonly theirs: readonly number[];
  readonly limit: {readonly least: number} | {readonly most: number};
  readonly note?: string;
}

/** The ratio of each round; its median is what counts, the middle half is told beside it. */
export function compare({what, ours, theirs, limit, note}: Comparison): Figure {
  const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
  const ratio = median(ratios);
  const spread = [0.25, 0.75].map(share => format(percentile(ratios, share))).join(' to ');
  const isLeast = 'least' in limit;
  return {
    what,
    seen: `${format(ratio)} × (${spread})${note === undefined ? '' : `, ${note}`}`,
    limit: isLeast ? `≥ ${limit.least} ×` : `≤ ${limit.most} ×`,
    isKept: isLeast ? ratio >= limit.least : ratio <= limit.most,
  };
}
