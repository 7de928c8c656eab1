import {MAX_REQUEST_LIMIT, type RequestRecord} from './request-record.ts';

/** More than a list holds, so that none of it is taken for new when prox is asked again. */
const MAX_REMEMBERED = 10 * MAX_REQUEST_LIMIT;

/** Which requests of a run have been taken, the last of them. */
export class SeenRequests {
  readonly #ids = new Set<string>();

  /** Those that were not taken before. */
  takeNew(records: readonly RequestRecord[]): readonly RequestRecord[] {
    const unseen = records.filter(({id}) => !this.#ids.has(id));
    for (const {id} of unseen) this.#ids.add(id);
    for (const id of this.#ids) {
      if (this.#ids.size <= MAX_REMEMBERED) break;
      this.#ids.delete(id);
    }
    return unseen;
  }

  clear(): void {
    this.#ids.clear();
  }
}
