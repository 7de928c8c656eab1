import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {Prox} from '../../core/prox.ts';
import {
  MAX_REQUEST_LIMIT,
  type RequestQuery,
  type RequestRecord,
} from '../../core/request-record.ts';
import {connect, type Connection} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';
import {followRequests} from '../follow-requests.ts';
import {noRequestsText} from '../no-requests.ts';
import type {Options} from '../options.ts';
import {requestHeader, requestLine} from '../../render/request-lines.ts';
import {showRequest} from '../show-request.ts';
import {sinceOption} from '../since-option.ts';

export const run: Command = async invocation => {
  const [id] = invocation.args;
  checkUsage(id, invocation.options);
  const query = toQuery(invocation);
  const connection = await connect(invocation);
  if (id !== undefined) return showRequest(id, connection.prox, invocation);
  return invocation.options.isSet('follow')
    ? follow(query, connection, invocation)
    : list(query, connection.prox, invocation);
};

const OF_A_LIST = [
  'follow',
  'limit',
  'subdomain',
  'method',
  'min-status',
  'max-status',
  'since',
  'search',
];
const OF_ONE = ['body', 'curl'];

function checkUsage(id: string | undefined, options: Options): void {
  const others = id === undefined ? OF_ONE : OF_A_LIST;
  const wrong = others.find(flag => isGiven(options, flag));
  if (wrong !== undefined) {
    const what = id === undefined ? 'needs the id of a request' : 'is for the list of requests';
    throw new ProxError('USAGE', {detail: `--${wrong} ${what}`});
  }
  if (options.isSet('curl') && (options.isSet('json') || options.isSet('body'))) {
    throw new ProxError('USAGE', {
      detail: '--curl prints nothing else: leave out --json and --body',
    });
  }
}

function isGiven(options: Options, flag: string): boolean {
  const name = flag.replaceAll(/-[a-z]/g, part => part.slice(1).toUpperCase());
  return options.isSet(name) || options.text(name) !== undefined;
}

function toQuery({options, clock}: Invocation): RequestQuery {
  const limit = options.whole('limit', MAX_REQUEST_LIMIT);
  const subdomain = options.list('subdomain');
  const method = options.list('method');
  const minStatus = options.whole('minStatus', 999);
  const maxStatus = options.whole('maxStatus', 999);
  if (minStatus !== undefined && maxStatus !== undefined && minStatus > maxStatus) {
    const detail = `--min-status ${minStatus} is greater than --max-status ${maxStatus}`;
    throw new ProxError('USAGE', {detail});
  }
  const since = sinceOption(options, clock);
  const search = options.text('search');
  return {
    ...(limit !== undefined && {limit}),
    ...(subdomain !== undefined && {subdomain}),
    ...(method !== undefined && {method}),
    ...(minStatus !== undefined && {minStatus}),
    ...(maxStatus !== undefined && {maxStatus}),
    ...(since !== undefined && {since}),
    ...(search !== undefined && {search}),
  };
}

/** The newest at the end, where a terminal is read. */
async function list(query: RequestQuery, prox: Prox, invocation: Invocation): Promise<Outcome> {
  const {options, output} = invocation;
  const page = await prox.requests(query);
  if (options.isSet('json')) await output.print(JSON.stringify(toWire(page)));
  else if (page.requests.length === 0) await output.note(await noRequestsText(query, prox));
  else {
    const lines = page.requests.map(record => requestLine(record, output)).toReversed();
    await output.write(requestHeader(output.paint) + lines.join(''));
  }
  return ExitCode.done;
}

async function follow(
  query: RequestQuery,
  connection: Connection,
  invocation: Invocation,
): Promise<Outcome> {
  const {options, output} = invocation;
  const isJson = options.isSet('json');
  const render = (record: RequestRecord): string =>
    isJson ? `${JSON.stringify(toWire(record))}\n` : requestLine(record, output);
  if (!isJson) await output.write(requestHeader(output.paint));
  await followRequests({
    connection,
    invocation,
    query,
    render: records => records.map(render).join(''),
  });
  return ExitCode.done;
}
