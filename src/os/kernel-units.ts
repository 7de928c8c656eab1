import {readFileSync} from 'node:fs';
import {hasCode} from '../core/errors.ts';

/** What the files of /proc count in. */
export interface KernelUnits {
  /** Of processor time. */
  readonly ticksPerSecond: number;
  /** Of memory. */
  readonly pageBytes: number;
}

/** As on x86-64; arm64 may have larger pages. */
const USUAL: KernelUnits = {ticksPerSecond: 100, pageBytes: 4096};

/** Keys of the vector; getauxval(3). */
const AT_PAGESZ = 6;
const AT_CLKTCK = 17;
const ARCHITECTURES_OF_32_BITS: ReadonlySet<string> = new Set(['arm', 'ia32', 'mipsel']);

let known: KernelUnits | undefined;

/** As the kernel has told this process when it started it. */
export function kernelUnits(): KernelUnits {
  known ??= parseAuxiliaryVector(readAuxiliaryVector());
  return known;
}

/** Pairs of key and value, a machine word each. What is not in it is as usual. */
export function parseAuxiliaryVector(vector: Uint8Array<ArrayBuffer>): KernelUnits {
  const Words = ARCHITECTURES_OF_32_BITS.has(process.arch) ? Uint32Array : BigUint64Array;
  const words = Array.from(new Words(vector.buffer), Number);
  const valueOf = (key: number): number | undefined =>
    words[words.findIndex((word, index) => index % 2 === 0 && word === key) + 1];
  return {
    ticksPerSecond: valueOf(AT_CLKTCK) ?? USUAL.ticksPerSecond,
    pageBytes: valueOf(AT_PAGESZ) ?? USUAL.pageBytes,
  };
}

function readAuxiliaryVector(): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync('/proc/self/auxv'));
  } catch (error) {
    // A process that is not dumpable may not read its own.
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM')) return new Uint8Array();
    throw error;
  }
}
