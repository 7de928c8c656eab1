import {text as readText} from 'node:stream/consumers';
import {callApi, type ApiResponse} from '../../api/call-api.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export const run: Command = async invocation => {
  const {output} = invocation;
  const [method = '', path = '', body] = invocation.args;
  const call = {method: checkMethod(method), path: `/${path.replace(/^\/+/, '')}`};
  const json = body === '-' ? await readText(process.stdin) : body;
  const {client} = await connect(invocation);
  const response = await callApi(client, {...call, body: json, signal: output.gone});
  if (response.status < 400) {
    const lines = isStream(response) ? eventLines(response.text) : response.text;
    for await (const text of lines) await output.write(text);
    if (!isStream(response)) await output.print('');
    return ExitCode.done;
  }
  let text = '';
  for await (const chunk of response.text) text += chunk;
  await output.complain(text || `HTTP status ${response.status}`);
  return ExitCode.failed;
};

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
