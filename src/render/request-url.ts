import type {RequestRecord} from '../core/request-record.ts';

const CUT = '…';

/** What was asked for, by whom a client knows it; a target that is no path stands for itself. */
export function requestUrl(record: RequestRecord): string {
  const {host, url} = record;
  return url.startsWith('/') ? `${schemeOf(record)}://${host}${url}` : url;
}

/** In so many characters: the path tells more than the end of the host, and its own end less. */
export function shortUrl(url: string, width: number): string {
  if (url.length <= width) return url;
  const pathAt = url.indexOf('/', url.indexOf('://') + '://'.length);
  if (pathAt < 0) return cut(url, width);
  const path = url.slice(pathAt);
  const origin = cut(url.slice(0, pathAt), Math.max(Math.floor(width / 2), width - path.length));
  return cut(`${origin}${path}`, width);
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - CUT.length)}${CUT}`;
}

function schemeOf({protocol, tls}: RequestRecord): string {
  if (protocol === 'ws') return tls ? 'wss' : 'ws';
  return tls ? 'https' : 'http';
}
