import type {Transform} from 'node:stream';
import * as zlib from 'node:zlib';

/** Some kilobytes can stand for gigabytes. */
const MAX_DECODED_BYTES = 10 * 1024 * 1024;
const MAX_CODINGS = 4;

export interface DecodedBody {
  readonly bytes: Buffer;
  /** There would be more than anybody may make us decode. */
  readonly isCut: boolean;
}

/**
 * Undoes a Content-Encoding (RFC 9110, 8.4), the last coding first. A part of a body becomes the part that
 * it stands for. Undefined when the coding is unknown, or the bytes are not of it.
 */
export async function decodeBody(
  bytes: Buffer,
  contentEncoding: string,
): Promise<DecodedBody | undefined> {
  const codings = contentEncoding.split(',').map(coding => coding.trim().toLowerCase());
  const applied = codings.filter(coding => coding !== '' && coding !== 'identity');
  if (applied.length > MAX_CODINGS) return undefined;
  let decoded: DecodedBody = {bytes, isCut: false};
  for (const coding of applied.reverse()) {
    if (decoded.bytes.length === 0) break;
    const decoder = createDecoder(coding, decoded.bytes);
    const next = decoder && (await collect(decoder, decoded.bytes));
    if (next === undefined) return undefined;
    decoded = {bytes: next.bytes, isCut: decoded.isCut || next.isCut};
  }
  return decoded;
}

function createDecoder(coding: string, bytes: Buffer): Transform | undefined {
  // What is flushed at the end of a part is all that it stands for; the default calls it broken.
  const options = {finishFlush: zlib.constants.Z_SYNC_FLUSH};
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return hasZlibHeader(bytes) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'br':
      return zlib.createBrotliDecompress({finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH});
    case 'zstd':
      return createZstdDecoder();
    default:
      return undefined;
  }
}

/** Some servers send the bare format of RFC 1951 as `deflate`, which is that of RFC 1950. */
function hasZlibHeader(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

interface ZstdOfNode {
  readonly createZstdDecompress: (options: {readonly finishFlush: number}) => Transform;
  readonly constants: {readonly ZSTD_e_flush: number};
}

/** Node has it from 22.15 on. */
function createZstdDecoder(): Transform | undefined {
  if (!('createZstdDecompress' in zlib)) return undefined;
  const {createZstdDecompress, constants} = zlib as unknown as ZstdOfNode;
  return createZstdDecompress({finishFlush: constants.ZSTD_e_flush});
}

/** Off the event loop, which streams go through. */
async function collect(decoder: Transform, bytes: Buffer): Promise<DecodedBody | undefined> {
  const parts: Buffer[] = [];
  let room = MAX_DECODED_BYTES;
  decoder.end(bytes);
  try {
    for await (const part of decoder as AsyncIterable<Buffer>) {
      parts.push(part.subarray(0, room));
      room -= part.length;
      if (room < 0) break;
    }
  } catch {
    return undefined; // broken: whoever reads gets the bytes as they came
  }
  return {bytes: Buffer.concat(parts), isCut: room < 0};
}
