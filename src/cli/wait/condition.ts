import {parseHttpAddress, parseTcpAddress} from '../../config/parse-address.ts';
import {ProxError} from '../../core/errors.ts';
import type {AddressProbe} from '../../supervisor/probes.ts';

/** What `prox wait --for` waits for. */
export type Condition = {/** As it was written. */ readonly text: string} & Kind;

type Kind =
  /** A line that matches an RE2 expression, also one that has been printed before. */
  | {readonly type: 'log'; readonly name: string; readonly pattern: string}
  | {readonly type: 'exit'; readonly name: string}
  /** Of HTTP any answer of 2xx or 3xx. */
  | {readonly type: 'answer'; readonly probe: AddressProbe};

const HINT = `Write one of:
  --for log:NAME:/REGEX/
  --for port:PORT, --for port:HOST:PORT
  --for http:URL
  --for exit:NAME`;

/** @throws ProxError USAGE that says how to write it */
export function parseCondition(text: string): Condition {
  const [, type = '', rest = ''] = /^([a-z]+):([^]*)$/.exec(text) ?? [];
  const kind = parseRest(type, rest);
  if (typeof kind !== 'string') return {text, ...kind};
  throw new ProxError('USAGE', {detail: `--for cannot be '${text}'`, hint: kind});
}

/** What to do about it, in place of what cannot be read. */
function parseRest(type: string, rest: string): Kind | string {
  switch (type) {
    case 'log':
      return parseLog(rest);
    case 'exit':
      return rest === '' ? 'Write exit:NAME.' : {type, name: rest};
    case 'port': {
      const address = parseTcpAddress(rest);
      return address ? {type: 'answer', probe: {type: 'tcp', ...address}} : portHint(rest);
    }
    // Whoever writes the URL alone means the same.
    case 'http':
    case 'https': {
      const address = parseHttpAddress(rest.startsWith('//') ? `${type}:${rest}` : rest);
      if (address === undefined) return urlHint(rest);
      return {type: 'answer', probe: {type: 'http', ...address, status: undefined}};
    }
    default:
      return HINT;
  }
}

function parseLog(rest: string): Kind | string {
  const [, name, pattern] = /^([^:]+):\/([^]+)\/$/.exec(rest) ?? [];
  if (name !== undefined && pattern !== undefined) return {type: 'log', name, pattern};
  const [, only, word] = /^([^:/]+):?([^/]*)$/.exec(rest) ?? [];
  if (only !== undefined) return `Write log:${only}:/${word || 'REGEX'}/.`;
  return 'Write log:NAME:/REGEX/; flags stand in the expression, as in /(?i)ready/.';
}

function portHint(rest: string): string {
  const isNumber = /(?:^|:)\d+$/.test(rest);
  return isNumber ? 'A port is from 1 to 65535.' : 'Write port:PORT or port:HOST:PORT.';
}

function urlHint(rest: string): string {
  const isUrl = /^[a-z\d+.-]+:\/\//i.test(rest);
  const example = rest === '' || isUrl ? 'http:http://HOST:PORT/PATH' : `http:http://${rest}`;
  return `Write ${example}.`;
}
