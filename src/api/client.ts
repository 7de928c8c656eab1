import {ProxError} from '../core/errors.ts';
import type {FollowOptions, Prox} from '../core/prox.ts';
import {callApi, type ApiCall, type ApiResponse, type ClientOptions} from './call-api.ts';
import {answerCodec, streamCodec} from './codecs.ts';
import {decodeError} from './error-wire.ts';
import type {Frame} from './frame.ts';
import {requestPath, requestWithBody, requestWithYaml, type Input} from './request-path.ts';
import type {Route} from './route.ts';
import {OPERATIONS, ROUTES, type Operation} from './routes.ts';

/** Far more than the longest log line or list of processes makes. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** A Prox of which an input that may be empty may be left out. */
export type ApiClient = {readonly [O in Operation]: WithOptionalInput<Prox[O]>};

type WithOptionalInput<F> = F extends (...inputs: infer Inputs) => infer Answer
  ? Inputs extends [infer Input]
    ? Partial<Input> extends Input
      ? (input?: Input) => Answer
      : F
    : F
  : never;

/**
 * A Prox that is asked over HTTP. Failures are the ProxErrors that the other side threw, and UNREACHABLE
 * when nobody or something else answers. What is followed begins with the first `next()`, and ends
 * without an error when the connection or the signal does.
 */
export function createClient(options: ClientOptions): ApiClient {
  const client: Partial<Record<Operation, unknown>> = {};
  for (const operation of OPERATIONS) {
    client[operation] =
      ROUTES[operation].kind === 'stream'
        ? (input: Input, {signal}: FollowOptions) => follow(options, {operation, input, signal})
        : async (input: Input = {}) => ask(options, operation, input);
  }
  return client as unknown as ApiClient; // ROUTES has a row for every operation
}

async function ask(options: ClientOptions, operation: Operation, input: Input): Promise<unknown> {
  const {status, body} = await answerTo(toCall(ROUTES[operation], input), options);
  if (status === 204) return undefined;
  const {decode, statusOf} = answerCodec(operation);
  if (statusOf === undefined) {
    if (status < 300) return decode(body);
    throw refusalIn(body, options);
  }
  const answer = decode(body);
  if (statusOf(answer) === status) return answer;
  throw refusalIn(body, options);
}

async function answerTo(call: ApiCall, options: ClientOptions): Promise<Answer> {
  const controller = new AbortController();
  try {
    const response = await callApi(options, {...call, signal: controller.signal});
    const {status} = response;
    return {status, body: status === 204 ? undefined : await readJson(response, options)};
  } catch (error) {
    controller.abort(); // lets go of an answer that was not read to its end
    throw error;
  }
}

interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

function toCall(route: Route, input: Input): ApiCall {
  const {method, kind, takesBody} = route;
  if (takesBody === 'yaml') return {method, ...requestWithYaml(route, input)};
  if (kind === 'creation' || takesBody) return {method, ...requestWithBody(route, input)};
  return {method, path: requestPath(route, input)};
}

interface FollowCall {
  readonly operation: Operation;
  readonly input: Input;
  readonly signal: AbortSignal;
}

async function* follow(options: ClientOptions, call: FollowCall): AsyncGenerator {
  const controller = new AbortController();
  const signal = AbortSignal.any([call.signal, controller.signal]);
  try {
    const path = requestPath(ROUTES[call.operation], call.input);
    const response = await callApi(options, {method: 'GET', path, signal});
    if (response.status !== 200) throw refusalIn(await readJson(response, options), options);
    if (!hasType(response, 'text/event-stream')) throw strangerAt(options);
    for await (const frames of readFrames(response.text, options)) {
      yield* streamCodec(call.operation).decode(frames);
    }
  } catch (error) {
    if (!call.signal.aborted) throw error;
  } finally {
    controller.abort();
  }
}

/** The events of each chunk that completes some. */
async function* readFrames(
  text: AsyncIterable<string>,
  options: ClientOptions,
): AsyncGenerator<readonly Frame[]> {
  const {createParser} = await import('eventsource-parser');
  let frames: Frame[] = [];
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: frame => frames.push(frame),
    onError: ({type}) => {
      if (type === 'max-buffer-size-exceeded') throw strangerAt(options);
    },
  });
  for await (const chunk of text) {
    parser.feed(chunk);
    if (frames.length === 0) continue;
    yield frames;
    frames = [];
  }
}

/** What an answer that is no success says. */
function refusalIn(body: unknown, options: ClientOptions): ProxError {
  const error = decodeError(body);
  if (error?.code !== 'UNAUTHORIZED' || options.tokenHint === undefined) {
    return error ?? strangerAt(options);
  }
  return new ProxError('UNAUTHORIZED', {hint: options.tokenHint});
}

/** Every answer of prox is an object. */
async function readJson(response: ApiResponse, options: ClientOptions): Promise<unknown> {
  if (!hasType(response, 'application/json')) throw strangerAt(options);
  let text = '';
  for await (const chunk of response.text) text += chunk;
  const body = parse(text, options);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw strangerAt(options);
  return body;
}

function parse(text: string, {baseUrl}: ClientOptions): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = `the answer of ${baseUrl} is cut off`;
    throw new ProxError('UNREACHABLE', {detail, cause: error});
  }
}

function hasType({headers}: ApiResponse, type: string): boolean {
  return (headers['content-type'] ?? '').startsWith(type);
}

function strangerAt({baseUrl}: ClientOptions): ProxError {
  return new ProxError('UNREACHABLE', {
    detail: `something else answers at ${baseUrl}`,
    hint: 'Check the address, and which program listens there.',
  });
}
