import type {ByteBudget} from './byte-budget.ts';
import type {CaptureFiles} from './capture-files.ts';
import {ChunkList} from './chunk-list.ts';

/** What does not exceed it stays in memory: a file costs more than it spares. */
const MAX_KEPT_BYTES = 16 * 1024;

/** Where bodies are kept, and the bounds that all of them share. */
export interface BodyStore {
  readonly maxBodyBytes: number;
  readonly files: CaptureFiles;
  /** Small bodies of exchanges that have ended. */
  readonly kept: ByteBudget;
  /** Bodies that still come, or wait to be written. */
  readonly pending: {bytes: number; readonly maxBytes: number};
}

type Place =
  | {readonly kind: 'growing' | 'writing' | 'kept'; readonly bytes: ChunkList}
  | {readonly kind: 'file' | 'gone'};

const GONE: Place = {kind: 'gone'};

/** One body as it goes over the wire: cut at the limit, then kept in memory or in a file until it is discarded. */
export class BodyCapture {
  /** Of its file, should there be one. */
  readonly name: string;
  readonly #store: BodyStore;
  #place: Place = {kind: 'growing', bytes: new ChunkList()};
  #size = 0;
  #capturedSize = 0;
  #hasEnded = false;

  constructor(name: string, store: BodyStore) {
    this.name = name;
    this.#store = store;
  }

  /** Bytes that have passed. */
  get size(): number {
    return this.#size;
  }

  /** Bytes that were kept: the first ones. */
  get capturedSize(): number {
    return this.#capturedSize;
  }

  /** It has ended, and all of it was kept. */
  get isWhole(): boolean {
    return this.#hasEnded && this.#size === this.#capturedSize;
  }

  add(chunk: Buffer): void {
    const isCut = this.#size > this.#capturedSize;
    this.#size += chunk.length;
    if (isCut || this.#place.kind !== 'growing') return;
    const {maxBodyBytes, pending} = this.#store;
    const room = Math.min(maxBodyBytes - this.#capturedSize, pending.maxBytes - pending.bytes);
    const kept = chunk.length <= room ? chunk : chunk.subarray(0, Math.max(0, room));
    if (kept.length === 0) return;
    this.#place.bytes.push(kept);
    this.#capturedSize += kept.length;
    pending.bytes += kept.length;
  }

  end(): void {
    this.#hasEnded = true;
    if (this.#place.kind !== 'growing') return;
    const {bytes} = this.#place;
    const {files, kept, pending} = this.#store;
    if (this.#capturedSize > MAX_KEPT_BYTES) {
      this.#place = {kind: 'writing', bytes};
      files.write(this);
      return;
    }
    this.#place = {kind: 'kept', bytes};
    pending.bytes -= this.#capturedSize;
    if (this.#capturedSize > 0) kept.add(this, this.#capturedSize);
  }

  /** For the one who writes it: empty when nobody wants it any more. */
  get unwritten(): readonly Buffer[] {
    return this.#place.kind === 'writing' ? this.#place.bytes.chunks : [];
  }

  /** For the one who writes it; `isKept`: there is a file now. */
  written(isKept: boolean): void {
    const {files, pending} = this.#store;
    if (this.#place.kind !== 'writing') {
      if (isKept) files.remove(this.name);
      return;
    }
    pending.bytes -= this.#capturedSize;
    this.#place = isKept ? {kind: 'file'} : GONE;
    if (isKept) files.budget.add(this, this.#capturedSize);
  }

  /** What was kept, as far as there is; undefined when it is gone. */
  async read(): Promise<Buffer | undefined> {
    const place = this.#place;
    switch (place.kind) {
      case 'growing':
      case 'writing':
      case 'kept':
        return Buffer.concat(place.bytes.chunks);
      case 'file':
        return this.#store.files.read(this.name);
      case 'gone':
        return undefined;
    }
  }

  /** Lets go of what was kept, for good. */
  discard(): void {
    const {kind} = this.#place;
    const {files, kept, pending} = this.#store;
    this.#place = GONE;
    if (kind === 'growing' || kind === 'writing') pending.bytes -= this.#capturedSize;
    if (kind === 'kept') kept.delete(this);
    if (kind !== 'file') return;
    files.budget.delete(this);
    files.remove(this.name);
  }
}
