import {setFlagsFromString} from 'node:v8';

/** With it glibc keeps up to twice as much at hand (mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD). */
const BLOCK_BYTES = 16 * 1024 * 1024;

/**
 * Tunes this process for large bodies, whose chunks are memory outside of V8's heap.
 *
 * Makes glibc keep what is freed for what is allocated next: else it hands the memory of every few chunks
 * back to the system, and each new chunk meets pages that must first be made. Its bounds rise when a block
 * that had a mapping of its own is freed, as this one is by the next collection; it is never touched, and so
 * takes no memory. Without glibc nothing happens.
 *
 * And lets V8 collect its small heap at one go when it has to: when the chunks between two scavenges come
 * near its limit, it else marks the heap step by step without end, 30 times for each GB.
 */
export function tuneMemory(): void {
  Buffer.allocUnsafeSlow(BLOCK_BYTES);
  setFlagsFromString('--no-incremental-marking');
}
