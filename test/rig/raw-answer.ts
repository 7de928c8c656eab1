/** One HTTP/1 answer as it was on the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  /** In order, names as they were written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Without the framing of chunks. */
  readonly body: Buffer;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/** Every value of a header, whatever the case of its name. */
export function valuesOf({headers}: Pick<RawAnswer, 'headers'>, name: string): readonly string[] {
  return headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(pair => pair[1]);
}

interface ParseContext {
  readonly method: string;
  /** Nothing comes after these bytes. */
  readonly isAll: boolean;
}

interface Parsed {
  readonly answer: RawAnswer;
  readonly length: number;
}

/** Undefined until all of it is there. @throws when it is no answer */
export function parseAnswer(bytes: Buffer, {method, isAll}: ParseContext): Parsed | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const [, code, reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine) ?? [];
  if (!code) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
  const head = {status: Number(code), reason, headers: lines.map(splitHeader)};
  const rest = bytes.subarray(headEnd + 4);
  const body = parseBody(rest, {...head, method, isAll});
  if (!body) return undefined;
  const {length, ...content} = body;
  return {answer: {...head, ...content}, length: headEnd + 4 + length};
}

interface BodyContext extends ParseContext, Pick<RawAnswer, 'status' | 'headers'> {}

interface ParsedBody extends Pick<RawAnswer, 'body' | 'trailers'> {
  readonly length: number;
}

function parseBody(bytes: Buffer, head: BodyContext): ParsedBody | undefined {
  const {status, method} = head;
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) {
    return {body: Buffer.alloc(0), trailers: [], length: 0};
  }
  if (valuesOf(head, 'transfer-encoding').join().toLowerCase() === 'chunked') {
    return parseChunks(bytes);
  }
  const [declared] = valuesOf(head, 'content-length');
  const length = declared === undefined ? bytes.length : Number(declared);
  if (declared === undefined ? !head.isAll : bytes.length < length) return undefined;
  return {body: bytes.subarray(0, length), trailers: [], length};
}

function parseChunks(bytes: Buffer): ParsedBody | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error(`not a chunk size: ${bytes.toString('latin1', at)}`);
    if (size === 0) {
      const end = bytes.indexOf('\r\n\r\n', lineEnd);
      if (end === -1) return undefined;
      const lines = bytes.toString('latin1', lineEnd + 2, end).split('\r\n');
      const trailers = lines.filter(line => line !== '').map(splitHeader);
      return {body: Buffer.concat(chunks), trailers, length: end + 4};
    }
    const dataEnd = lineEnd + 2 + size;
    if (bytes.length < dataEnd + 2) return undefined;
    chunks.push(bytes.subarray(lineEnd + 2, dataEnd));
    at = dataEnd + 2;
  }
}

function splitHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
