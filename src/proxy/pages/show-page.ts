import type {Writable} from 'node:stream';
import {isNavigation, writeHead, type Arrived, type Response} from '../exchange/client-message.ts';
import type {LiveRequest} from '../request-log/live-request.ts';
import {renderPage, type Problem} from './render-page.ts';
import type {RequestHead} from '../exchange/request-head.ts';

/** A request, what is known of it, and where its answer goes. */
export interface Visit {
  readonly request: Arrived;
  readonly response: Response;
  readonly head: RequestHead;
  readonly record: LiveRequest;
}

/** Answers with a page, unless there is an answer already or nobody to answer. */
export function showPage({request, response, record}: Visit, problem: Problem): void {
  if (response.headersSent || response.destroyed) return;
  const {status, headers, body} = renderPage(problem, {
    accept: request.headers.accept,
    isNavigation: isNavigation(request),
  });
  const bytes = Buffer.from(body);
  const list = Object.entries(headers).flat();
  list.push('content-length', String(bytes.length));
  if (problem.type === 'refused' && request.httpVersionMajor < 2) list.push('connection', 'close');
  writeHead(response, status, {headers: list});
  record.statusCode = status;
  if (problem.type !== 'index') record.error ??= WORDS[problem.type];
  record.capture?.responseHead(list);
  const sink: Writable = response;
  if (request.method === 'HEAD') {
    sink.end();
    return;
  }
  record.bytesOut = bytes.length;
  record.capture?.responseChunk(bytes);
  sink.end(bytes);
}

const WORDS: Readonly<Record<Exclude<Problem['type'], 'index'>, string>> = {
  unknownHost: 'no service has this name',
  unknownPath: 'no service of this name takes this path',
  unreachable: 'the target does not take connections',
  badAnswer: 'the target gave no answer',
  restarted: 'the target was restarted',
  ending: 'prox was stopping',
  starting: 'the target was still starting',
  busy: 'too many requests wait for the target',
  loop: 'the request goes round in circles',
  refused: 'the request was refused',
};
