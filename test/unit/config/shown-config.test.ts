import {expect, it} from 'vitest';
import type {ProxyConfig} from '../../../src/config/config.ts';
import {shownConfig} from '../../../src/config/shown-config.ts';
import {sampleConfig, sampleHealthcheck, sampleProcess} from '../../rig/sample-config.ts';

const SECRET = 'gehe1m-und-lang';
const url = `http://app:${SECRET}@localhost/health?token=${SECRET}`;

const proxy: ProxyConfig = {
  httpPort: 6788,
  httpsPort: undefined,
  http2: 'auto',
  hosts: ['127.0.0.1'],
  domain: 'localhost',
  capture: {enabled: false, maxBodyBytes: 1, diskBudgetBytes: 1},
  maxRequests: 1000,
  holdMs: 30_000,
  services: [
    {
      name: 'web',
      pathPrefix: '',
      target: {protocol: 'http', host: 'localhost', port: 3000},
      process: 'web',
      headers: {Authorization: `Bearer ${SECRET}`, Cookie: `id=${SECRET}`},
    },
  ],
  certs: {dir: '/certs', autoGenerate: true, certFile: undefined, keyFile: undefined},
};

it('shows no secret, wherever prox.yaml has it', () => {
  const config = sampleConfig({
    source: `x-secret: ${SECRET}`,
    api: {...sampleConfig().api, token: SECRET},
    processes: [
      sampleProcess({
        cmd: `serve ${SECRET} --token ${SECRET}`,
        env: {API_TOKEN: SECRET, DATABASE_URL: `postgres://app:${SECRET}@db/app`},
        stopCmd: `stop --password=${SECRET}`,
        healthcheck: sampleHealthcheck({probe: {type: 'http', url, status: undefined}}),
      }),
      sampleProcess({
        name: 'api',
        cmd: ['api', '--api-key', SECRET],
        healthcheck: sampleHealthcheck({
          probe: {type: 'cmd', cmd: ['curl', '-H', `Authorization: Bearer ${SECRET}`]},
        }),
      }),
    ],
    dependencies: [
      {
        kind: 'dependency',
        name: 'db',
        check: {type: 'cmd', cmd: `PGPASSWORD=${SECRET} psql`},
        timeoutMs: 1,
        intervalMs: 1,
        start: `docker run -e POSTGRES_PASSWORD=${SECRET} postgres`,
        onFailure: 'fail',
        cwd: '/project',
        envFiles: [],
      },
    ],
    proxy,
    dormantProxy: proxy,
  });
  expect(JSON.stringify(shownConfig(config))).not.toContain(SECRET);
});

it('shows what tells no secret as it is, and not the text of the file', () => {
  const web = sampleProcess({env: {MODE: 'dev', TOKENS: ''}, stopCmd: 'npm run auth:stop'});
  const groups = {tokens: ['web']};
  const {source: _source, names: _names, dormantProxy: _dormant, ...rest} = sampleConfig();
  expect(shownConfig(sampleConfig({source: 'processes: …', processes: [web], groups}))).toEqual({
    ...rest,
    groups,
    processes: [{...web, env: {MODE: 'dev', TOKENS: '[REDACTED]'}}],
  });
});

it('a variable that quotes a secret is treated as a command is', () => {
  const env = {API_TOKEN: SECRET, FLAGS: `--token ${SECRET}x`, LOGIN: `app/${SECRET}`, PLAIN: '1'};
  const {processes} = shownConfig(sampleConfig({processes: [sampleProcess({env})]}));
  expect(processes).toMatchObject([
    {env: {FLAGS: '--token [REDACTED]', LOGIN: 'app/[REDACTED]', PLAIN: '1'}},
  ]);
});
