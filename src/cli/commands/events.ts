import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {EventQuery, ProxEvent} from '../../core/event.ts';
import {nearest} from '../../core/nearest.ts';
import type {Prox} from '../../core/prox.ts';
import {acknowledgeEvents} from '../acknowledge-events.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation} from '../context.ts';
import {eventQuery} from '../event-query.ts';
import {type EventNames, eventSource} from '../event-source.ts';
import {followEvents} from '../follow-events.ts';
import {noEventsText} from '../no-events.ts';
import type {Options} from '../options.ts';
import type {Output} from '../output.ts';
import {namesOf} from '../process-names.ts';
import {eventHeader, eventLine, type EventLineOptions} from '../../render/event-line.ts';
import {showEvent} from '../show-event.ts';

export const run: Command = async invocation => {
  const {args, options} = invocation;
  const [action, ...ids] = args;
  const form = formOf(action);
  checkUsage(form, options);
  if (form === 'ack') return acknowledgeEvents(ids, invocation);
  if (form === 'one') {
    await showEvent(args, invocation);
  } else {
    const query = eventQuery(invocation);
    await (options.isSet('follow') ? follow : list)(query, invocation);
  }
  return ExitCode.done;
};

type Form = 'list' | 'one' | 'ack';

function formOf(word: string | undefined): Form {
  if (word === undefined) return 'list';
  if (word === 'ack') return 'ack';
  if (/^\d+$/.test(word)) return 'one';
  throw new ProxError('USAGE', {
    detail: `'${word}' is neither ack nor the id of an event`,
    hint:
      nearest(word, ['ack']) === undefined
        ? `\`prox events --process ${word}\` shows those of a process.`
        : 'Did you mean ack?',
  });
}

const OF_THE_LIST = ['follow', 'limit', 'severity', 'type', 'process', 'since', 'unacknowledged'];

function checkUsage(form: Form, options: Options): void {
  const others = [...(form === 'list' ? [] : OF_THE_LIST), ...(form === 'ack' ? [] : ['all'])];
  const wrong = others.find(name => options.isSet(name) || options.text(name) !== undefined);
  if (wrong === undefined) return;
  const place = wrong === 'all' ? '`prox events ack`' : 'the list of events';
  throw new ProxError('USAGE', {detail: `--${wrong} is for ${place}`});
}

/** The newest at the end, where a terminal is read. */
async function list(query: EventQuery, invocation: Invocation): Promise<void> {
  const {options, output} = invocation;
  const source = await eventSource(invocation);
  if (options.isSet('json')) {
    return output.print(JSON.stringify(toWire(await source.events(query))));
  }
  const [{events}, names] = await Promise.all([source.events(query), source.names()]);
  if (events.length === 0) return output.note(noEventsText(query, names.known));
  const line = lineOptions(names, output);
  const lines = events.map(event => eventLine(event, line)).toReversed();
  await output.write(eventHeader(line) + lines.join(''));
}

async function follow(query: EventQuery, invocation: Invocation): Promise<void> {
  const connection = await connect(invocation);
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
  const line = lineOptions({ofProcesses: namesOf(await prox.processes())}, output);
  await output.write(eventHeader(line));
  return event => eventLine(event, line);
}

function lineOptions(
  {ofProcesses}: Pick<EventNames, 'ofProcesses'>,
  {paint, columns}: Output,
): EventLineOptions {
  return {paint, columns, names: ofProcesses};
}
