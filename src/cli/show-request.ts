import {toWire} from '../api/wire.ts';
import {ExitCode} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import type {CapturedBody, RequestDetail} from '../core/request-record.ts';
import {unknownCa} from '../core/unknown-ca.ts';
import type {Invocation, Outcome} from './context.ts';
import {findRequest} from './find-request.ts';
import type {Output} from './output.ts';
import {curlLine} from '../render/request-curl.ts';
import {NOT_CAPTURED, renderDetail} from '../render/request-detail.ts';

/** One request: to read, as JSON, as a curl command, or the bytes that it was answered with. */
export async function showRequest(
  id: string,
  prox: Prox,
  {options, output}: Invocation,
): Promise<Outcome> {
  const isCurl = options.isSet('curl');
  const withBody = isCurl || options.isSet('body');
  const detail = await findRequest(withBody ? {id, include: ['body']} : {id}, prox);
  if (isCurl) await showCurl(detail, prox, output);
  else if (options.isSet('json')) await output.print(JSON.stringify(toWire(detail)));
  else if (withBody && !output.isTerminal) return writeBody(detail, output);
  else await output.write(renderDetail(detail, {paint: output.paint, withBody}));
  return ExitCode.done;
}

async function showCurl(detail: RequestDetail, prox: Prox, output: Output): Promise<void> {
  const caFile = detail.tls ? await unknownCa(prox) : undefined;
  const {line, notes} = curlLine(detail, {caFile});
  for (const note of notes) await output.note(`note: ${note}`);
  await output.print(line);
}

/** For a program: the body of the answer, and nothing else. */
async function writeBody({details}: RequestDetail, output: Output): Promise<Outcome> {
  const body = details?.responseBody;
  const bytes = body && bytesOf(body);
  if (body === undefined || bytes === undefined) {
    const reason = body === undefined ? NOT_CAPTURED : 'The body is not kept any more.';
    await output.complain(`prox: ${reason}`);
    return ExitCode.failed;
  }
  const {truncated, size, capturedSize} = body;
  if (truncated) {
    await output.note(`note: only the first ${capturedSize} of ${size} bytes were kept`);
  }
  await output.write(bytes);
  return ExitCode.done;
}

function bytesOf({data, isBinary}: CapturedBody): Buffer | undefined {
  return data === undefined ? undefined : Buffer.from(data, isBinary ? 'base64' : 'utf8');
}
