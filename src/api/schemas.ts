import * as z from 'zod';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {NoInput, Prox} from '../core/prox.ts';
import {configCheck, reloadQuery} from './inputs/config.ts';
import {acknowledgement, eventQuery, eventRef, eventStreamQuery} from './inputs/event.ts';
import {logQuery, logStreamQuery} from './inputs/log.ts';
import {
  processRef,
  readyQuery,
  shutdownQuery,
  terminalInput,
  terminalInputSize,
} from './inputs/process.ts';
import {requestQuery, requestRef, requestStreamQuery} from './inputs/request.ts';
import {routeInput, routeRef} from './inputs/route.ts';
import {ROUTES, type Operation} from './routes.ts';

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
  const schemas = inputSchemas(clock);
  return <O extends Operation>(operation: O, raw: RawInput) => {
    const schema: z.ZodType = schemas[operation];
    const result = schema.safeParse(
      ROUTES[operation].takesBody === 'yaml' ? raw : withoutEmpty(raw),
    );
    if (!result.success) throw toProxError(operation, result.error);
    return result.data as InputOf<O>;
  };
}

type InputSchemas = {readonly [O in Operation]: z.ZodType<InputOf<O>>};

/** What each operation takes; keys are as they travel. */
export function inputSchemas(clock: Clock): InputSchemas {
  return {
    status: none,
    health: none,
    ready: readyQuery,
    version: none,
    processes: none,
    followProcesses: none,
    process: processRef,
    start: processRef,
    stop: processRef,
    restart: processRef,
    send: terminalInput,
    resize: terminalInputSize,
    why: processRef,
    startUp: none,
    stats: none,
    usage: none,
    processStats: processRef,
    config: none,
    validateConfig: configCheck,
    reload: reloadQuery,
    logs: logQuery(clock),
    followLogs: logStreamQuery(clock),
    events: eventQuery(clock),
    countEvents: none,
    followEvents: eventStreamQuery,
    acknowledgeEvent: eventRef,
    acknowledgeEvents: acknowledgement,
    requests: requestQuery(clock),
    followRequests: requestStreamQuery(clock),
    request: requestRef,
    clearRequests: none,
    routes: none,
    addRoute: routeInput,
    removeRoute: routeRef,
    certs: none,
    shutdown: shutdownQuery,
  };
}

const none: z.ZodType<NoInput> = z.object({}).transform(() => ({}));

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
