import * as z from 'zod';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {EVENT_TYPES, MAX_EVENTS, SEVERITIES, type EventType} from '../core/event.ts';
import {LOG_STREAMS, MAX_LINES, MAX_PATTERN_LENGTH} from '../core/log-entry.ts';
import type {NoInput, Prox} from '../core/prox.ts';
import {MAX_REQUEST_LIMIT, type RequestFilter} from '../core/request-record.ts';
import {boolean, instant, integer, names, once} from './parameters.ts';
import type {Operation} from './routes.ts';

/** The input that an operation of Prox takes. */
type InputOf<O extends Operation> =
  Parameters<Prox[O]> extends [] ? NoInput : Parameters<Prox[O]>[0];

/**
 * Parameters of the path and the query as they arrived, and the `last-event-id` header of a stream; of an
 * operation that takes a body its members in place of the query.
 */
export type RawInput = Readonly<Record<string, unknown>>;

export type InputParser = <O extends Operation>(operation: O, raw: RawInput) => InputOf<O>;

/**
 * Turns parameters into the typed input of their operation: unknown and empty ones are ignored, numbers
 * above their maximum clamped. The clock says what a time like `5m` counts back from.
 * The parser throws ProxError INVALID_PARAMETER (`details.parameter`) or INVALID_PATTERN.
 */
export function createInputParser(clock: Clock): InputParser {
  const schemas = createSchemas(clock);
  return <O extends Operation>(operation: O, raw: RawInput) => {
    const schema: z.ZodType = schemas[operation];
    const result = schema.safeParse(withoutEmpty(raw));
    if (!result.success) throw toProxError(operation, result.error);
    return result.data as InputOf<O>;
  };
}

type InputSchemas = {readonly [O in Operation]: z.ZodType<InputOf<O>>};

function createSchemas(clock: Clock): InputSchemas {
  const none: z.ZodType<NoInput> = z.object({}).transform(() => ({}));
  const processRef = z.object({name: once});
  const filter = logFilter(clock);
  const lines = integer(MAX_LINES).exactOptional();
  const bytes = integer().exactOptional();
  const lastEventId = integer().exactOptional();
  const requests = requestFilter(clock);
  return {
    status: none,
    health: none,
    ready: z.object({process: names.exactOptional()}),
    version: none,
    processes: none,
    followProcesses: none,
    process: processRef,
    start: processRef,
    stop: processRef,
    restart: processRef,
    send: z.object({name: once, text: z.string('must be text').max(MAX_TEXT, TOO_LONG)}),
    resize: z.object({name: once, columns: terminalSize, rows: terminalSize}),
    why: processRef,
    startUp: none,
    stats: none,
    usage: none,
    processStats: processRef,
    config: none,
    validateConfig: z.object({yaml: z.string().exactOptional()}),
    reload: z
      .object({dry_run: boolean.exactOptional()})
      .transform(({dry_run: dryRun}) => ({...(dryRun !== undefined && {dryRun})})),
    logs: z.object({...filter, lines, bytes}).transform(withSinceSeq),
    followLogs: z.object({...filter, 'last-event-id': lastEventId}).transform(withSinceSeq),
    events: z.object({
      ...eventFilter,
      acknowledged: boolean.exactOptional(),
      since: instant(clock).exactOptional(),
      limit: integer(MAX_EVENTS).exactOptional(),
      offset: integer().exactOptional(),
    }),
    countEvents: none,
    followEvents: z
      .object({...eventFilter, since_id: integer().exactOptional(), 'last-event-id': lastEventId})
      .transform(withSinceId),
    acknowledgeEvent: z.object({id: integer()}),
    acknowledgeEvents: z
      .object({
        ids: z.array(z.int('must be numbers of events').min(0)).max(MAX_EVENTS).exactOptional(),
        all: z.literal(true, 'must be true, or left out').exactOptional(),
      })
      .refine(({ids, all}) => (ids === undefined) !== (all === undefined), {
        path: ['ids'],
        error: 'or all must be given, and not both',
      }),
    requests: z
      .object({
        ...requests,
        limit: integer(MAX_REQUEST_LIMIT).exactOptional(),
        before_id: requestId,
      })
      .transform(({before_id: beforeId, ...rest}) => ({
        ...toRequestFilter(rest),
        ...(rest.limit !== undefined && {limit: rest.limit}),
        ...(beforeId !== undefined && {beforeId}),
      })),
    followRequests: z.object(requests).transform(toRequestFilter),
    request: z.object({
      id: once,
      include: names.pipe(z.array(z.enum(['body'], 'must be body'))).exactOptional(),
    }),
    clearRequests: none,
    routes: none,
    addRoute: z
      .object({
        subdomain: z.string('must be text'),
        port: z.number('must be a number').exactOptional(),
        url: z.string('must be text').exactOptional(),
        host: z.string('must be text').exactOptional(),
        ttl_seconds: z.number('must be a number').exactOptional(),
      })
      .transform(({ttl_seconds: ttlSeconds, ...rest}) => ({
        ...rest,
        ...(ttlSeconds !== undefined && {ttlSeconds}),
      })),
    removeRoute: z.object({subdomain: once}),
    certs: none,
    shutdown: z.object({wait: boolean.exactOptional()}),
  };
}

/** Characters that may be typed at once. */
const MAX_TEXT = 65_536;
const TOO_LONG = `longer than ${MAX_TEXT} characters`;

const terminalSize = z
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(1000, 'must be 1000 or less');

const eventType = z.enum(
  Object.keys(EVENT_TYPES) as readonly EventType[],
  `must be ${Object.keys(EVENT_TYPES).join(', ')}`,
);

const eventFilter = {
  severity: names
    .pipe(z.array(z.enum(SEVERITIES, `must be ${SEVERITIES.join(', ')}`)))
    .exactOptional(),
  type: names.pipe(z.array(eventType)).exactOptional(),
  process: names.exactOptional(),
};

function logFilter(clock: Clock) {
  const stream = z.enum(LOG_STREAMS, `must be ${LOG_STREAMS.join(', ')}`);
  const pattern = once.max(MAX_PATTERN_LENGTH, `longer than ${MAX_PATTERN_LENGTH} characters`);
  return {
    process: names.exactOptional(),
    stream: names.pipe(z.array(stream)).exactOptional(),
    pattern: pattern.exactOptional(),
    regex: boolean.exactOptional(),
    since: instant(clock).exactOptional(),
    until: instant(clock).exactOptional(),
    since_seq: integer().exactOptional(),
  };
}

function requestFilter(clock: Clock) {
  return {
    subdomain: names.exactOptional(),
    method: names.exactOptional(),
    min_status: integer().exactOptional(),
    max_status: integer().exactOptional(),
    since: instant(clock).exactOptional(),
    until: instant(clock).exactOptional(),
    search: once.exactOptional(),
    min_duration_ms: integer().exactOptional(),
    process: names.exactOptional(),
  };
}

const requestId = once.regex(/^[\da-f]+$/, 'must be the id of a request').exactOptional();

type RawRequestFilter = z.infer<z.ZodObject<ReturnType<typeof requestFilter>>>;

function toRequestFilter(raw: RawRequestFilter): RequestFilter {
  const {subdomain, method, process, since, until, search} = raw;
  const {min_status: minStatus, max_status: maxStatus, min_duration_ms: minDurationMs} = raw;
  return {
    ...(subdomain && {subdomain}),
    ...(method && {method}),
    ...(process && {process}),
    ...(since !== undefined && {since}),
    ...(until !== undefined && {until}),
    ...(search !== undefined && {search}),
    ...(minStatus !== undefined && {minStatus}),
    ...(maxStatus !== undefined && {maxStatus}),
    ...(minDurationMs !== undefined && {minDurationMs}),
  };
}

interface Position {
  readonly since_seq?: number;
  readonly 'last-event-id'?: number;
}

/** A reader that comes back sends both: its first `since_seq` and what it saw last. The greater goes. */
function withSinceSeq<T extends Position>(
  raw: T,
): Omit<T, keyof Position> & {readonly sinceSeq?: number} {
  const {since_seq: sinceSeq, 'last-event-id': lastEventId, ...rest} = raw;
  if (sinceSeq === undefined && lastEventId === undefined) return rest;
  return {...rest, sinceSeq: Math.max(sinceSeq ?? 0, lastEventId ?? 0)};
}

interface EventPosition {
  readonly since_id?: number;
  readonly 'last-event-id'?: number;
}

/** Likewise of events. */
function withSinceId<T extends EventPosition>(
  raw: T,
): Omit<T, keyof EventPosition> & {readonly sinceId?: number} {
  const {since_id: sinceId, 'last-event-id': lastEventId, ...rest} = raw;
  if (sinceId === undefined && lastEventId === undefined) return rest;
  return {...rest, sinceId: Math.max(sinceId ?? 0, lastEventId ?? 0)};
}

/** `?pattern=` says no more than no pattern at all. */
function withoutEmpty(raw: RawInput): RawInput {
  return Object.fromEntries(
    Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function toProxError(operation: Operation, error: z.ZodError): ProxError {
  const [issue] = error.issues;
  const parameter = String(issue?.path[0] ?? '');
  const code =
    operation === 'addRoute'
      ? 'INVALID_ROUTE'
      : parameter === 'pattern'
        ? 'INVALID_PATTERN'
        : 'INVALID_PARAMETER';
  return new ProxError(code, {
    detail: `${parameter} ${issue?.message ?? ''}`,
    details: {parameter},
  });
}
