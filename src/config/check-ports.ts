import {isProxyEnabled, portsOfProxy} from './check-proxy.ts';
import {keysAt} from './declared-services.ts';
import {problemAt} from './problem-at.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {YamlPlaces} from './yaml-places.ts';

/** Ports of processes that prox itself listens on. Works on unchecked data, so that one run names all problems. */
export function checkPorts(data: unknown, places: YamlPlaces): readonly Problem[] {
  const owners = ownersOf(data);
  return keysAt(['processes'], data).flatMap(name => {
    const path = ['processes', name, 'port'];
    const port = valueAt(path, data);
    const owner = typeof port === 'number' ? owners.get(port) : undefined;
    if (owner === undefined) return [];
    const message = `must not be ${String(port)}, on which prox itself listens`;
    return [problemAt(path, {offset: places.value(path), message, hint: `it is ${owner}`})];
  });
}

/** By port, in words. An API whose port is not written gives way to whoever is there first. */
function ownersOf(data: unknown): ReadonlyMap<number, string> {
  const {http, https, isHttpDefault} = portsOfProxy(data);
  const ofProxy: readonly (readonly [unknown, string])[] = isProxyEnabled(data)
    ? [
        [http, isHttpDefault ? 'the default of `proxy.http_port`' : '`proxy.http_port`'],
        [https, '`proxy.https_port`'],
      ]
    : [];
  const all = [[valueAt(['api', 'port'], data), '`api.port`'] as const, ...ofProxy];
  return new Map(
    all.flatMap(([port, owner]) =>
      typeof port === 'number' && port !== 0 ? [[port, owner] as const] : [],
    ),
  );
}
