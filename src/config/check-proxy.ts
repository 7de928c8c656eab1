import {parseSize} from '../core/size.ts';
import {declaredServices} from './declared-services.ts';
import {DEFAULT_DISK_BUDGET, DEFAULT_HTTP_PORT, DEFAULT_MAX_BODY} from './proxy-schema.ts';
import {problemAt} from './problem-at.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {Path, YamlPlaces} from './yaml-places.ts';

const API_PORT = ['api', 'port'];
const HTTP_PORT = ['proxy', 'http_port'];
const HTTPS_PORT = ['proxy', 'https_port'];
const MAX_BODY = ['proxy', 'capture', 'max_body_size'];
const DISK_BUDGET = ['proxy', 'capture', 'disk_budget'];

/**
 * Keys of the proxy that contradict each other. Works on unchecked data, so that one run names all
 * problems, each at a key that is written and not at one whose default it is.
 */
export function checkProxy(data: unknown, places: YamlPlaces): readonly Problem[] {
  const faults = [...(isProxyEnabled(data) ? faultsOfPorts(data) : []), ...faultsOfCapture(data)];
  return faults.map(({path, message}) => problemAt(path, {offset: places.value(path), message}));
}

interface Fault {
  readonly path: Path;
  /** What follows the key. */
  readonly message: string;
}

export function isProxyEnabled(data: unknown): boolean {
  const enabled = valueAt(['proxy', 'enabled'], data);
  if (typeof enabled === 'boolean') return enabled;
  return valueAt(['proxy'], data) !== undefined || declaredServices(data).length > 0;
}

/** Where the proxy listens, if it is enabled; `false`: not at all. */
export function portsOfProxy(data: unknown): {
  readonly http: unknown;
  readonly https: unknown;
  readonly isHttpDefault: boolean;
} {
  const http = valueAt(HTTP_PORT, data);
  const https = valueAt(HTTPS_PORT, data) ?? false;
  return {http: http ?? DEFAULT_HTTP_PORT, https, isHttpDefault: http === undefined};
}

function faultsOfPorts(data: unknown): readonly Fault[] {
  const api = valueAt(API_PORT, data);
  const {http, https, isHttpDefault} = portsOfProxy(data);
  if (http === false && https === false) {
    return [{path: HTTP_PORT, message: 'is `false` and there is no `https_port`: nothing listens'}];
  }
  const httpOwner = isHttpDefault ? API_PORT : HTTP_PORT;
  return [
    ...(isSamePort(http, https)
      ? [{path: HTTPS_PORT, message: 'must not be the port of both HTTP and HTTPS'}]
      : []),
    ...(isSamePort(http, api) ? [{path: httpOwner, message: BOTH}] : []),
    ...(isSamePort(https, api) ? [{path: HTTPS_PORT, message: BOTH}] : []),
  ];
}

const BOTH = 'must not be the port of both the API and the proxy';

/** 0 is any free port, so twice 0 is two. */
function isSamePort(one: unknown, other: unknown): boolean {
  return typeof one === 'number' && one !== 0 && one === other;
}

function faultsOfCapture(data: unknown): readonly Fault[] {
  const written = sizeAt(MAX_BODY, data);
  const body = written ?? DEFAULT_MAX_BODY;
  const budget = sizeAt(DISK_BUDGET, data) ?? DEFAULT_DISK_BUDGET;
  if ((parseSize(body) ?? 0) <= (parseSize(budget) ?? Number.POSITIVE_INFINITY)) return [];
  if (written === undefined) {
    return [{path: DISK_BUDGET, message: `must be at least \`max_body_size\`, which is ${body}`}];
  }
  return [{path: MAX_BODY, message: `must be at most \`disk_budget\`, which is ${budget}`}];
}

function sizeAt(path: Path, data: unknown): string | undefined {
  const value = valueAt(path, data);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
