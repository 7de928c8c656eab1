import {text as readText} from 'node:stream/consumers';
import {callApi, type ApiResponse, type ClientOptions} from '../../api/call-api.ts';
import {decodeError} from '../../api/error-wire.ts';
import {API_PREFIX, type Route} from '../../api/route.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {ROUTES} from '../../api/routes.ts';
import {bodyType, findRoute, pathOf} from '../api-route.ts';
import {connect} from '../connect.ts';
import type {Command, Outcome} from '../context.ts';
import type {Output} from '../output.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export const run: Command = async invocation => {
  const {output} = invocation;
  const [methodText, target, bodyText] = toCall(invocation.args);
  const method = checkMethod(methodText);
  const {client} = await connect(invocation);
  const path = pathOf(target, client.baseUrl);
  const route = findRoute(method, path);
  if (route?.kind === 'socket') throw needsSocket(route, client);
  const body = bodyText === '-' ? await readText(process.stdin) : bodyText;
  const call = {method, path, body, contentType: bodyType(route), signal: output.gone};
  return tell(await callApi(client, call), {route, output});
};

/** A path alone means GET. */
function toCall([first = '', ...rest]: readonly string[]): readonly [
  string,
  string,
  string | undefined,
] {
  const [target, body] = rest;
  if (target !== undefined) return [first, target, body];
  if (first.includes('/')) return ['GET', first, undefined];
  throw new ProxError('USAGE', {detail: 'a path such as /status is missing'});
}

interface Call {
  readonly route: Route | undefined;
  readonly output: Output;
}

async function tell(response: ApiResponse, {route, output}: Call): Promise<Outcome> {
  if (response.status >= 400) return tellRefusal(response, output);
  if (route === ROUTES.validateConfig) return tellVerdict(response, output);
  if (isStream(response))
    for await (const line of eventLines(response.text)) await output.write(line);
  else await writeText(response.text, output);
  return ExitCode.done;
}

/** That a prox.yaml is wrong is an answer, and a failure for who checks it. */
async function tellVerdict({text}: ApiResponse, output: Output): Promise<Outcome> {
  let answer = '';
  for await (const chunk of text) answer += chunk;
  await output.print(answer);
  const verdict: unknown = JSON.parse(answer);
  const isValid =
    typeof verdict === 'object' && verdict !== null && 'valid' in verdict && verdict.valid === true;
  return isValid ? ExitCode.done : ExitCode.failed;
}

/** As it arrives, with a line end; nothing of an answer without a body. */
async function writeText(chunks: AsyncIterable<string>, output: Output): Promise<void> {
  let last = '\n';
  for await (const chunk of chunks) {
    await output.write(chunk);
    last = chunk.at(-1) ?? last;
  }
  if (last !== '\n') await output.print('');
}

/** An error goes to standard error; what only says no, as `/ready` does, is what was asked for. */
async function tellRefusal({text: chunks, status}: ApiResponse, output: Output): Promise<Outcome> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  if (isAnswer(text)) await output.print(text);
  else await output.complain(text || `HTTP status ${status}`);
  return ExitCode.failed;
}

function isAnswer(text: string): boolean {
  try {
    return decodeError(JSON.parse(text)) === undefined;
  } catch {
    return false; // no JSON: something else answers there
  }
}

function needsSocket({path}: Route, {baseUrl}: ClientOptions): ProxError {
  const address = baseUrl.replace(/^http/, 'ws') + API_PREFIX + path;
  return new ProxError('UPGRADE_REQUIRED', {
    detail: address,
    hint: 'Connect to it with a WebSocket client, or follow one thing here: `prox api GET /events/stream`.',
  });
}

function isStream({headers}: ApiResponse): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true;
}

/** The objects of a stream of server-sent events, one a line. */
async function* eventLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    const data = lines.filter(line => line.startsWith(DATA)).map(line => line.slice(DATA.length));
    if (data.length > 0) yield `${data.join('\n')}\n`;
  }
}

const DATA = 'data: ';

function checkMethod(text: string): string {
  const method = text.toUpperCase();
  if (METHODS.includes(method)) return method;
  throw new ProxError('USAGE', {detail: `'${text}' is no method; one of ${METHODS.join(', ')}`});
}
