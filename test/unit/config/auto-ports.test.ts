import {expect, it} from 'vitest';
import {withAutoPorts} from '../../../src/config/auto-ports.ts';
import type {ProxyConfig, ServiceConfig} from '../../../src/config/config.ts';
import {sampleConfig, sampleProcess} from '../../rig/sample-config.ts';

const AUTO = sampleProcess({name: 'web', hasAutoPort: true});
const FIXED = sampleProcess({name: 'api', port: 3000});

function service(process: string, port: number): ServiceConfig {
  const target = {protocol: 'http', host: 'localhost', port} as const;
  return {name: process, pathPrefix: '', target, process, headers: {}};
}

const PROXY: ProxyConfig = {
  httpPort: 6788,
  httpsPort: undefined,
  http2: 'auto',
  hosts: ['127.0.0.1'],
  domain: 'localhost',
  capture: {enabled: false, maxBodyBytes: 1, diskBudgetBytes: 2},
  maxRequests: 3,
  holdMs: 4,
  services: [service('web', 0), service('api', 3000), {...service('web', 9), pathPrefix: '/hmr'}],
  certs: {dir: '/certs', autoGenerate: true, certFile: undefined, keyFile: undefined},
};

const FILLED = [
  service('web', 4444),
  service('api', 3000),
  {...service('web', 9), pathPrefix: '/hmr'},
];

const PROCESSES = [AUTO, FIXED];

it('fills in the ports of the processes that ask for one', () => {
  const asked: string[] = [];
  const config = withAutoPorts(sampleConfig({processes: PROCESSES}), process => {
    asked.push(process);
    return 4444;
  });
  expect(config.processes).toEqual([{...AUTO, port: 4444}, FIXED]);
  expect(asked).toEqual(['web']);
});

it.each(['proxy', 'dormantProxy'] as const)('fills in the targets in %s', key => {
  const config = sampleConfig({processes: PROCESSES, [key]: PROXY});
  expect(withAutoPorts(config, () => 4444)[key]).toEqual({...PROXY, services: FILLED});
});

it('leaves the config that it is given as it is', () => {
  const config = sampleConfig({processes: PROCESSES, proxy: PROXY});
  const before = structuredClone(config);
  withAutoPorts(config, () => 4444);
  expect(config).toEqual(before);
});
