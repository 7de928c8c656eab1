import {ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import {hasCode} from '../../core/errors.ts';
import type {Refusal} from '../pages/problem.ts';
import {renderPage, type Page} from '../pages/render-page.ts';

const NO_WISHES = {accept: undefined, isNavigation: false};

/** Answers what the HTTP parser refuses. In the middle of an answer that would be taken for a part of it. */
export function refuseMalformed(error: Error, socket: Duplex): void {
  const answer = answerOn(socket);
  // What is malformed came after the request that is being answered.
  if (answer?.req.complete === true) answer.once('close', () => socket.destroy());
  else if (!socket.writable || answer?.headersSent === true || hasCode(error, 'ECONNRESET')) {
    socket.destroy();
  } else end(socket, renderPage(refusalOf(error), NO_WISHES));
}

function refusalOf(error: Error): Refusal {
  if (hasCode(error, 'HPE_HEADER_OVERFLOW')) {
    return {type: 'refused', status: 431, reason: 'its headers are larger than 16 KB'};
  }
  if (hasCode(error, 'ERR_HTTP_REQUEST_TIMEOUT')) {
    return {type: 'refused', status: 408, reason: 'its headers did not come within a minute'};
  }
  return {type: 'refused', status: 400, reason: 'it is not well-formed HTTP'};
}

/**
 * Whether an answer to an earlier request is still due on a connection that the HTTP parser has let go of:
 * then it ends with that one, and nothing else can be said there.
 */
export function endsAfterAnswer(socket: Duplex): boolean {
  const answer = answerOn(socket);
  answer?.once('close', () => socket.destroy());
  return answer !== undefined;
}

/** Node keeps the response whose turn it is on the socket. */
function answerOn(socket: Duplex): ServerResponse | undefined {
  const current: unknown = Reflect.get(socket, '_httpMessage');
  return current instanceof ServerResponse ? current : undefined;
}

/** CONNECT asks for a tunnel to anywhere, which this proxy never opens. */
export function refuseMethod(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  end(socket, renderPage({type: 'refused', status: 405, reason: 'CONNECT'}, NO_WISHES));
}

function end(socket: Duplex, {status, headers, body}: Page): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status} Refused\r\n${lines.join('')}content-length: ${length}\r\n`;
  socket.end(`${head}connection: close\r\n\r\n${body}`, () => socket.destroy());
}
