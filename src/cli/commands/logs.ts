import {logEntryToJson, logPageToJson} from '../../api/log-wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {LOG_STREAMS, MAX_LINES, type LogEntry, type LogQuery, PROX} from '../../core/log-entry.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation} from '../context.ts';
import {followLogs} from '../follow-logs.ts';
import {assertKnown, groupedNames, knownWords} from '../process-names.ts';
import {sinceOption} from '../since-option.ts';
import {LogLines, TIMESTAMP_MODES} from '../../render/log-line.ts';

export const run: Command = async invocation => {
  const {options, output} = invocation;
  const query = toQuery(invocation);
  const connection = await connect(invocation);
  const {prox} = connection;
  const grouped = groupedNames(await prox.processes());
  assertKnown(query.process ?? [], [...knownWords(grouped), PROX]);
  const render = createRenderer(grouped.names, invocation);
  const page = await prox.logs(query);
  if (!options.isSet('follow')) {
    const isJson = options.isSet('json');
    await output.write(isJson ? `${logPageToJson(page)}\n` : render(page.logs));
    return ExitCode.done;
  }
  await output.write(render(page.logs));
  const {lines: _lines, ...filter} = query;
  await followLogs({connection, invocation, filter, sinceSeq: page.nextSeq, render});
  return ExitCode.done;
};

function toQuery({args, options, clock}: Invocation): LogQuery {
  const process = [...args, ...(options.list('process') ?? [])];
  const stream = options.list('stream')?.map(toStream);
  const lines = options.whole('lines', MAX_LINES);
  const pattern = options.text('pattern');
  if (options.isSet('regex') && pattern === undefined) {
    throw new ProxError('USAGE', {detail: '--regex needs --pattern'});
  }
  const since = sinceOption(options, clock);
  return {
    ...(process.length > 0 && {process}),
    ...(stream !== undefined && {stream}),
    ...(lines !== undefined && {lines}),
    ...(pattern !== undefined && {pattern}),
    ...(options.isSet('regex') && {regex: true}),
    ...(since !== undefined && {since}),
  };
}

function toStream(text: string): LogEntry['stream'] {
  const stream = LOG_STREAMS.find(name => name === text);
  if (stream !== undefined) return stream;
  throw new ProxError('USAGE', {
    detail: `--stream must be of ${LOG_STREAMS.join(', ')}, not '${text}'`,
  });
}

type Renderer = (entries: readonly LogEntry[]) => string;

function createRenderer(names: readonly string[], {options, output}: Invocation): Renderer {
  const timestamps = options.choice('timestamps', TIMESTAMP_MODES) ?? 'time';
  if (options.isSet('json')) {
    return entries => entries.map(entry => `${logEntryToJson(entry)}\n`).join('');
  }
  const {paint, hasColor, isTerminal} = output;
  const lines = new LogLines({names, timestamps, paint, hasColor, isTerminal});
  return entries => lines.render(entries);
}
