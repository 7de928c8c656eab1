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

/** @throws ProxError USAGE with the forms */
export function parseCondition(text: string): Condition {
  const [, type = '', rest = ''] = /^([a-z]+):([^]*)$/.exec(text) ?? [];
  const kind = parseRest(type, rest);
  if (kind !== undefined) return {text, ...kind};
  throw new ProxError('USAGE', {detail: `--for cannot be '${text}'`, hint: HINT});
}

function parseRest(type: string, rest: string): Kind | undefined {
  switch (type) {
    case 'log':
      return parseLog(rest);
    case 'exit':
      return rest === '' ? undefined : {type, name: rest};
    case 'port': {
      const address = parseTcpAddress(rest);
      return address && {type: 'answer', probe: {type: 'tcp', ...address}};
    }
    // Whoever writes the URL alone means the same.
    case 'http':
    case 'https': {
      const address = parseHttpAddress(rest.startsWith('//') ? `${type}:${rest}` : rest);
      return address && {type: 'answer', probe: {type: 'http', ...address, status: undefined}};
    }
    default:
      return undefined;
  }
}

function parseLog(rest: string): Kind | undefined {
  const [, name, pattern] = /^([^:]+):\/([^]+)\/$/.exec(rest) ?? [];
  return name === undefined || pattern === undefined ? undefined : {type: 'log', name, pattern};
}
