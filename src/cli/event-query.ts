import {ProxError} from '../core/errors.ts';
import {
  EVENT_TYPES,
  type EventQuery,
  type EventType,
  MAX_EVENTS,
  SEVERITIES,
} from '../core/event.ts';
import type {Invocation} from './context.ts';
import type {Options} from './options.ts';
import {sinceOption} from './since-option.ts';

const DEFAULT_LIMIT = 20;
const TYPES = Object.keys(EVENT_TYPES) as readonly EventType[];

/** Which events the options of `prox events` ask for. @throws ProxError USAGE */
export function eventQuery({options, clock}: Invocation): EventQuery {
  const severity = words(options, 'severity', SEVERITIES);
  const type = words(options, 'type', TYPES);
  const process = options.list('process');
  const since = sinceOption(options, clock);
  return {
    limit: options.whole('limit', MAX_EVENTS) ?? DEFAULT_LIMIT,
    ...(severity !== undefined && {severity}),
    ...(type !== undefined && {type}),
    ...(process !== undefined && {process}),
    ...(since !== undefined && {since}),
    ...(options.isSet('unacknowledged') && {acknowledged: false}),
  };
}

/** The parts of a list, each of which must be known. */
function words<T extends string>(
  options: Options,
  name: string,
  known: readonly T[],
): readonly T[] | undefined {
  return options.list(name)?.map(text => {
    const word = known.find(candidate => candidate === text);
    if (word !== undefined) return word;
    const detail = `--${name} must be of ${known.join(', ')}, not '${text}'`;
    throw new ProxError('USAGE', {detail});
  });
}
