import {ByteBudget} from './byte-budget.ts';
import {BodyCapture, type BodyStore} from './body-capture.ts';
import {CaptureFiles} from './capture-files.ts';
import {capturedHeaders, headerValue} from './captured-headers.ts';
import {describeBody} from './captured-body.ts';
import type {CapturedBody, RequestDetails} from '../../core/request-record.ts';

/** What all exchanges together may hold while they go on or wait to be written. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** What the bodies that are small enough to stay in memory may hold together. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

export interface CaptureOptions {
  /** Belongs to the capture alone: it is emptied. */
  readonly dir: string;
  /** Per body; what goes beyond is cut. */
  readonly maxBodyBytes: number;
  readonly diskBudgetBytes: number;
  /** Is told when bodies cannot be written, once until they can again. */
  readonly say: (text: string) => void;
}

/** Keeps headers and bodies of exchanges as they went over the wire, within bounds, and never slows them. */
export class Capture {
  readonly #files: CaptureFiles;
  readonly #store: BodyStore;

  constructor({dir, maxBodyBytes, diskBudgetBytes, say}: CaptureOptions) {
    this.#files = new CaptureFiles({dir, budgetBytes: diskBudgetBytes, say});
    this.#store = {
      maxBodyBytes,
      files: this.#files,
      kept: new ByteBudget(MAX_KEPT_BYTES),
      pending: {bytes: 0, maxBytes: MAX_PENDING_BYTES},
    };
  }

  /** Makes the folder and clears what an earlier run left. Never rejects: it is said, and costs the large bodies. */
  async open(): Promise<void> {
    await this.#files.open();
  }

  /** `id` is unique and names its files. */
  begin(id: string): ExchangeCapture {
    return new ExchangeCapture(id, this.#store);
  }

  /** Removes the files; what is written later is not kept. */
  async close(): Promise<void> {
    await this.#files.close();
  }
}

/** What is captured of one exchange. No method waits, and none throws. */
export class ExchangeCapture {
  readonly #request: BodyCapture;
  readonly #response: BodyCapture;
  #requestHeaders: readonly string[] = [];
  #responseHeaders: readonly string[] = [];

  constructor(id: string, store: BodyStore) {
    this.#request = new BodyCapture(`${id}-request`, store);
    this.#response = new BodyCapture(`${id}-response`, store);
  }

  /** Names and values in turn, as `rawHeaders` of Node. */
  requestHead(rawHeaders: readonly string[]): void {
    this.#requestHeaders = rawHeaders;
  }

  /** The chunk may be kept: it must not be changed afterwards. */
  requestChunk(chunk: Buffer): void {
    this.#request.add(chunk);
  }

  responseHead(rawHeaders: readonly string[]): void {
    this.#responseHeaders = rawHeaders;
  }

  responseChunk(chunk: Buffer): void {
    this.#response.add(chunk);
  }

  /** Nothing more comes. Harmless after `discard`. */
  end(): void {
    this.#request.end();
    this.#response.end();
  }

  /** Lets go of the bodies, for good; the exchange may go on. */
  discard(): void {
    this.#request.discard();
    this.#response.discard();
  }

  /** What there is so far. `withData`: also the bodies, decoded for reading. */
  async read(options: {readonly withData: boolean}): Promise<RequestDetails> {
    const [requestBody, responseBody] = await Promise.all([
      readBody(this.#request, this.#requestHeaders, options),
      readBody(this.#response, this.#responseHeaders, options),
    ]);
    return {
      requestHeaders: capturedHeaders(this.#requestHeaders),
      responseHeaders: capturedHeaders(this.#responseHeaders),
      requestBody,
      responseBody,
    };
  }
}

async function readBody(
  body: BodyCapture,
  rawHeaders: readonly string[],
  {withData}: {readonly withData: boolean},
): Promise<CapturedBody> {
  const bytes = await body.read();
  const {size, capturedSize, isWhole} = body;
  const described = await describeBody({
    size,
    capturedSize,
    isWhole,
    bytes,
    contentType: headerValue(rawHeaders, 'content-type'),
    contentEncoding: headerValue(rawHeaders, 'content-encoding'),
  });
  return withData ? described : {...described, data: undefined};
}
