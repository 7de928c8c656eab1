import {expect, test} from 'vitest';
import {serviceAddresses} from '../../../src/render/service-addresses.ts';
import type {RouteReport} from '../../../src/core/route.ts';
import {PROXY_SAMPLE} from '../../rig/proxy-sample.ts';

const [sample] = PROXY_SAMPLE.routes.routes;

function route(name: string, hasHttps = false): RouteReport {
  const http = `http://${name}.localhost:6788`;
  const https = hasHttps ? `https://${name}.localhost:6789` : undefined;
  return {...sample, subdomain: name, url: http, urls: {http, https}};
}

test('every service has a line, in columns', () => {
  expect(serviceAddresses([route('web', true), route('admin', true)], ' → ')).toEqual([
    'web   → http://web.localhost:6788    https://web.localhost:6789',
    'admin → http://admin.localhost:6788  https://admin.localhost:6789',
  ]);
});

test('what is at no address of its own has none', () => {
  const star = {...sample, subdomain: '*', url: undefined};
  expect(serviceAddresses([star], '  ')).toEqual([]);
  expect(serviceAddresses([route('web'), star], '  ')).toEqual(['web  http://web.localhost:6788']);
});

test('of very many services thirty lines are shown', () => {
  const many = (count: number) => Array.from({length: count}, (_, index) => route(`s${index}`));
  expect(serviceAddresses(many(30), '  ')).toHaveLength(30);
  const lines = serviceAddresses(many(40), '  ');
  expect(lines).toHaveLength(30);
  expect(lines.at(-1)).toBe('and 11 more: prox routes');
});
