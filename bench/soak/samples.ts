import {openFiles, residentMegabytes} from '../process-stats.ts';
import {median} from '../rig.ts';

export interface Sample {
  readonly megabytes: number;
  readonly files: number;
}

/** What a process holds, looked at once a second. */
export class Samples {
  readonly #pid: number;
  readonly #seen: Sample[] = [];

  constructor(pid: number) {
    this.#pid = pid;
  }

  async take(): Promise<void> {
    this.#seen.push({
      megabytes: await residentMegabytes(this.#pid),
      files: await openFiles(this.#pid),
    });
  }

  /** By how much the last third is above the second, in the middle; the first is for filling up. */
  growth(field: keyof Sample): number {
    const third = Math.floor(this.#seen.length / 3);
    const values = this.#seen.map(sample => sample[field]);
    return median(values.slice(-third)) - median(values.slice(third, 2 * third));
  }

  /** The last. */
  get latest(): Sample {
    const {megabytes, files} = this.#seen.at(-1) ?? {megabytes: Number.NaN, files: Number.NaN};
    return {megabytes, files};
  }
}
