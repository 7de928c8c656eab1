import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {
  EVENT_TYPES,
  type EventQuery,
  type EventType,
  MAX_EVENTS,
  type ProxEvent,
  SEVERITIES,
} from '../../core/event.ts';
import type {ProcessList} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {acknowledgeEvents} from '../acknowledge-events.ts';
import {connect, type Connection} from '../connect.ts';
import type {Command, Invocation} from '../context.ts';
import {followEvents} from '../follow-events.ts';
import {noEventsText} from '../no-events.ts';
import type {Options} from '../options.ts';
import type {Output} from '../output.ts';
import {groupedNames, knownWords, namesOf} from '../process-names.ts';
import {eventHeader, eventLine, type EventLineOptions} from '../render/event-line.ts';
import {sinceOption} from '../since-option.ts';

export const run: Command = async invocation => {
  const {args, options} = invocation;
  const [action, ...ids] = args;
  checkUsage(action, options);
  if (action === 'ack') return acknowledgeEvents(ids, invocation);
  const query = toQuery(invocation);
  const connection = await connect(invocation);
  if (options.isSet('follow')) await follow(query, connection, invocation);
  else await list(query, connection.prox, invocation);
  return ExitCode.done;
};

const OF_THE_LIST = ['follow', 'limit', 'severity', 'type', 'process', 'since', 'unacknowledged'];

function checkUsage(action: string | undefined, options: Options): void {
  const others = action === undefined ? ['all'] : OF_THE_LIST;
  const wrong = others.find(name => options.isSet(name) || options.text(name) !== undefined);
  if (wrong === undefined) return;
  const place = action === undefined ? '`prox events ack`' : 'the list of events';
  throw new ProxError('USAGE', {detail: `--${wrong} is for ${place}`});
}

const DEFAULT_LIMIT = 20;
const TYPES = Object.keys(EVENT_TYPES) as readonly EventType[];

function toQuery({options, clock}: Invocation): EventQuery {
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

/** The newest at the end, where a terminal is read. */
async function list(query: EventQuery, prox: Prox, {options, output}: Invocation): Promise<void> {
  if (options.isSet('json')) return output.print(JSON.stringify(toWire(await prox.events(query))));
  const [{events}, processes] = await Promise.all([prox.events(query), prox.processes()]);
  if (events.length === 0) {
    return output.note(noEventsText(query, knownWords(groupedNames(processes))));
  }
  const line = lineOptions(processes, output);
  const lines = events.map(event => eventLine(event, line)).toReversed();
  await output.write(eventHeader(line) + lines.join(''));
}

async function follow(
  query: EventQuery,
  connection: Connection,
  invocation: Invocation,
): Promise<void> {
  const renderOne = await createRenderer(connection.prox, invocation);
  const render = (events: readonly ProxEvent[]): string => events.map(renderOne).join('');
  await followEvents({connection, invocation, query, render});
}

/** Writes the header, where there is one. */
async function createRenderer(
  prox: Prox,
  {options, output}: Invocation,
): Promise<(event: ProxEvent) => string> {
  if (options.isSet('json')) return event => `${JSON.stringify(toWire(event))}\n`;
  const line = lineOptions(await prox.processes(), output);
  await output.write(eventHeader(line));
  return event => eventLine(event, line);
}

function lineOptions(processes: ProcessList, {paint, columns}: Output): EventLineOptions {
  return {paint, columns, names: namesOf(processes)};
}
