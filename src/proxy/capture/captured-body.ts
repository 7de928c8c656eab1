import {TextDecoder} from 'node:util';
import type {CapturedBody} from '../../core/request-record.ts';
import {decodeBody} from './body-decoding.ts';

export interface BodyToDescribe {
  readonly size: number;
  readonly capturedSize: number;
  /** `bytes` are all there will be. */
  readonly isWhole: boolean;
  /** As they went over the wire; undefined when they are gone. */
  readonly bytes: Buffer | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** By type alone: text can be made of these, but none that anybody reads. */
const BINARY_TYPE = /^(?:image\/(?!svg)|audio\/|video\/|font\/)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/** A body for reading: decoded text, or base64 of what is no text; of the wire bytes when they can't be decoded. */
export async function describeBody(body: BodyToDescribe): Promise<CapturedBody> {
  const {size, capturedSize, bytes, contentType, contentEncoding} = body;
  const isCut = size > capturedSize;
  const facts = {size, capturedSize, contentType, contentEncoding};
  const isBinary = BINARY_TYPE.test(contentType ?? '');
  if (bytes === undefined) return {...facts, truncated: isCut, isBinary, data: undefined};
  const decoded = await decodeBody(bytes, contentEncoding ?? '');
  if (decoded === undefined) return {...facts, truncated: isCut, ...asBinary(bytes)};
  const truncated = isCut || decoded.isCut;
  const text = isBinary
    ? undefined
    : toText(decoded.bytes, {contentType, isWhole: body.isWhole && !truncated});
  return {
    ...facts,
    truncated,
    ...(text === undefined ? asBinary(decoded.bytes) : {isBinary: false, data: text}),
  };
}

function asBinary(bytes: Buffer): Pick<CapturedBody, 'isBinary' | 'data'> {
  return {isBinary: true, data: bytes.toString('base64')};
}

/** Undefined when the bytes are no text of their charset. Of text that goes on, half a character is left out. */
function toText(
  bytes: Buffer,
  {
    contentType = '',
    isWhole,
  }: {readonly contentType: string | undefined; readonly isWhole: boolean},
): string | undefined {
  try {
    const text = decoderFor(contentType).decode(bytes, {stream: !isWhole});
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined; // `fatal`: it holds what no text of that charset does
  }
}

function decoderFor(contentType: string): TextDecoder {
  const options = {fatal: true, ignoreBOM: true};
  try {
    return new TextDecoder(CHARSET.exec(contentType)?.[1] ?? 'utf-8', options);
  } catch {
    return new TextDecoder('utf-8', options); // a charset that nobody knows
  }
}
