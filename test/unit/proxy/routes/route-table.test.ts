import {describe, expect, it} from 'vitest';
import type {ServiceConfig} from '../../../../src/config/config.ts';
import {RouteTable} from '../../../../src/proxy/routes/route-table.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';

function service(name: string, pathPrefix = ''): ServiceConfig {
  const target = {protocol: 'http', host: 'localhost', port: 1} as const;
  return {name, pathPrefix, target, process: undefined, headers: {}};
}

function tableOf(...services: readonly ServiceConfig[]): {table: RouteTable; clock: FakeClock} {
  const clock = new FakeClock();
  return {
    table: new RouteTable({
      domain: 'localhost',
      services,
      clock,
      portOf: () => undefined,
      onReach: () => undefined,
    }),
    clock,
  };
}

/** `name/prefix` of the route, else the type of the match. */
function matched(table: RouteTable, host: string, path = '/'): string {
  const match = table.match(host, path);
  if (match.type !== 'route') return match.type;
  return `${match.route.config.name}${match.route.config.pathPrefix}`;
}

describe('a route table', () => {
  it.each([
    ['web.localhost', 'web'],
    ['WEB.LocalHost', 'web'],
    ['web.localhost:6788', 'web'],
    ['web.localhost.', 'web'],
    ['web.localhost.:6788', 'web'],
    ['a.b.web.localhost', 'web'],
    ['localhost', 'index'],
    ['localhost:80', 'index'],
    ['api.localhost', 'unknownHost'],
    ['web.localhost.evil.test', 'unknownHost'],
    ['weblocalhost', 'unknownHost'],
    ['web', 'unknownHost'],
    ['constructor.localhost', 'unknownHost'],
    ['__proto__.localhost', 'unknownHost'],
    ['*.localhost', 'unknownHost'],
    ['', 'unknownHost'],
    ['[', 'unknownHost'],
    ['web.localhost:99999999', 'unknownHost'],
    ['user@web.localhost', 'unknownHost'],
  ])('leads %j to %s', (host, expected) => {
    expect(matched(tableOf(service('web')).table, host)).toBe(expected);
  });

  it('gives every other name to the catch-all, but not what is no host', () => {
    const {table} = tableOf(service('web'), service('*'));
    expect(matched(table, 'anything.test')).toBe('*');
    expect(matched(table, '127.0.0.1')).toBe('*');
    expect(matched(table, '[::1]:80')).toBe('*');
    expect(matched(table, 'web.localhost')).toBe('web');
    expect(matched(table, 'localhost')).toBe('index');
    expect(matched(table, 'a b')).toBe('unknownHost');
  });

  it.each([
    ['/', 'web'],
    ['/api', 'web/api'],
    ['/api/x', 'web/api'],
    ['/api?x', 'web/api'],
    ['/apis', 'web'],
    ['/api/v2', 'web/api/v2'],
    ['/api/v22', 'web/api'],
  ])('takes the longest prefix of whole segments: %s to %s', (path, expected) => {
    const {table} = tableOf(service('web'), service('web', '/api'), service('web', '/api/v2'));
    expect(matched(table, 'web.localhost', path)).toBe(expected);
  });

  it('knows a service that takes no such path', () => {
    const {table} = tableOf(service('web', '/api'));
    expect(table.match('web.localhost', '/')).toMatchObject({
      type: 'unknownPath',
      prefixes: ['/api'],
    });
  });

  it('adds and removes routes while it is in use', () => {
    const {table} = tableOf(service('web'));
    expect(matched(table, 'docs.localhost')).toBe('unknownHost');
    table.add(service('docs'), undefined);
    expect(matched(table, 'docs.localhost')).toBe('docs');
    table.remove('docs');
    expect(matched(table, 'docs.localhost')).toBe('unknownHost');
  });

  it('refuses a name that is taken, and to remove what is in prox.yaml or not there', () => {
    const {table} = tableOf(service('web'));
    expect(() => table.add(service('web'), undefined)).toThrow('Route already there: web');
    expect(() => table.remove('web')).toThrow('Route comes from prox.yaml: web');
    expect(() => table.remove('nobody')).toThrow('No such route: nobody');
  });

  it('lets a route go when its time is over', () => {
    const {table, clock} = tableOf();
    table.add(service('docs'), 1000);
    clock.advance(999);
    expect(matched(table, 'docs.localhost')).toBe('docs');
    clock.advance(1);
    expect(matched(table, 'docs.localhost')).toBe('unknownHost');
  });

  it('does not let the time of a removed route end its successor', () => {
    const {table, clock} = tableOf();
    table.add(service('docs'), 1000);
    table.remove('docs');
    table.add(service('docs'), undefined);
    clock.advance(2000);
    expect(matched(table, 'docs.localhost')).toBe('docs');
  });

  it('takes the services of an edited prox.yaml in its order, those added by hand last', () => {
    const {table} = tableOf(service('web'), service('old'));
    table.add(service('docs'), undefined);
    const [web] = table.all;
    expect(table.replaceConfigured([service('new'), service('web')])).toEqual([]);
    expect(table.all.map(({config}) => config.name)).toEqual(['new', 'web', 'docs']);
    expect(table.all[1]).toBe(web);
    expect(matched(table, 'old.localhost')).toBe('unknownHost');
  });

  it('makes a route anew when anything of its service has changed', () => {
    const {table} = tableOf(service('web'));
    const [web] = table.all;
    table.replaceConfigured([{...service('web'), headers: {'x-a': '1'}}]);
    expect(table.all).toHaveLength(1);
    expect(table.all[0]).not.toBe(web);
  });

  it('gives a name to prox.yaml that was added by hand, and forgets the time it had', () => {
    const {table, clock} = tableOf(service('web'));
    table.add(service('docs'), 1000);
    const edited = [service('web'), service('docs', '/v1'), service('docs')];
    expect(table.replaceConfigured(edited)).toEqual(['docs']);
    clock.advance(2000);
    expect(matched(table, 'docs.localhost', '/v1/x')).toBe('docs/v1');
    expect(matched(table, 'docs.localhost')).toBe('docs');
    expect(() => table.remove('docs')).toThrow('Route comes from prox.yaml: docs');
  });

  it('follows a process that comes to the port of a service only later', () => {
    let port = 3000;
    const clock = new FakeClock();
    const onReach = (): void => undefined;
    const options = {domain: 'localhost', services: [], clock, portOf: () => port, onReach};
    const table = new RouteTable(options);
    const target = {protocol: 'http', host: 'localhost', port: 4000} as const;
    table.replaceConfigured([{...service('web'), target, process: 'web'}]);
    const ports = [4000, 5000].map(next => {
      const before = table.all[0]?.target.port;
      port = next;
      return [before, table.all[0]?.target.port];
    });
    expect(ports).toEqual([
      [4000, 4000],
      [4000, 5000],
    ]);
  });
});
