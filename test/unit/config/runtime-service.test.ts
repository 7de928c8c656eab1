import {describe, expect, it} from 'vitest';
import {readRuntimeService} from '../../../src/config/runtime-service.ts';
import type {RouteInput} from '../../../src/core/route.ts';

describe('a route that is added while prox runs', () => {
  it('goes to a port of this machine', () => {
    expect(readRuntimeService({subdomain: 'docs', port: 4000}, [])).toEqual({
      service: {
        name: 'docs',
        pathPrefix: '',
        target: {protocol: 'http', host: 'localhost', port: 4000},
        process: undefined,
        headers: {},
      },
      ttlMs: undefined,
    });
  });

  it('goes to an origin', () => {
    const {service} = readRuntimeService({subdomain: '*', url: 'https://api.test'}, []);
    expect(service.target).toEqual({protocol: 'https', host: 'api.test', port: 443});
  });

  it('may end by itself', () => {
    expect(readRuntimeService({subdomain: 'docs', port: 1, ttlSeconds: 1.5}, []).ttlMs).toBe(1500);
  });

  it.each<[string, RouteInput]>([
    ['subdomain', {subdomain: 'Docs', port: 1}],
    ['subdomain', {subdomain: 'a.b', port: 1}],
    ['subdomain', {subdomain: '', port: 1}],
    ['port', {subdomain: 'docs'}],
    ['port', {subdomain: 'docs', port: 0}],
    ['port', {subdomain: 'docs', port: 65_536}],
    ['port', {subdomain: 'docs', port: 1.5}],
    ['url', {subdomain: 'docs', url: 'ftp://x'}],
    ['url', {subdomain: 'docs', url: 'http://x/path'}],
    ['url', {subdomain: 'docs', port: 1, url: 'http://x'}],
    ['host', {subdomain: 'docs', url: 'http://x', host: 'y'}],
    ['host', {subdomain: 'docs', port: 1, host: 'a/b'}],
    ['ttl_seconds', {subdomain: 'docs', port: 1, ttlSeconds: 0}],
    ['ttl_seconds', {subdomain: 'docs', port: 1, ttlSeconds: Number.NaN}],
    ['ttl_seconds', {subdomain: 'docs', port: 1, ttlSeconds: 1e9}],
  ])('is refused for its %s: %j', (parameter, input) => {
    const read = (): unknown => readRuntimeService(input, []);
    expect(read).toThrow(
      expect.objectContaining({code: 'INVALID_ROUTE', details: {parameter}}) as Error,
    );
  });
});
