import {expect, test} from 'vitest';
import {fromCompose} from '../../../../src/cli/init/compose.ts';
import {firstPublishedPort} from '../../../../src/cli/init/compose-port.ts';

test('a service is an outside thing that docker compose starts', () => {
  const data = {services: {db: {image: 'postgres', ports: ['5432:5432']}}};
  expect(fromCompose('compose.yaml', data)).toEqual({
    source: 'compose.yaml',
    entries: [
      {
        section: 'dependencies',
        name: 'db',
        keys: {
          check: {tcp: 'localhost:5432'},
          timeout: '5m',
          start: 'docker compose up -d db',
        },
        needs: {},
        remarks: [],
      },
    ],
    readsDotEnv: false,
    remarks: [],
  });
});

test('a service that publishes nothing is asked after', () => {
  const {entries} = fromCompose('compose.yaml', {services: {"it's": null}});
  const cmd = String.raw`docker compose ps --quiet --status running 'it'\''s' | grep -q .`;
  expect(entries[0]?.keys).toMatchObject({
    check: {cmd},
    start: String.raw`docker compose up -d 'it'\''s'`,
  });
});

test('what others wait for until it has ended is left to docker compose', () => {
  const {entries, remarks} = fromCompose('compose.yaml', {
    services: {
      migrate: {},
      web: {depends_on: {migrate: {condition: 'service_completed_successfully'}, db: {}}},
      db: {},
    },
  });
  expect(entries.map(({name}) => name)).toEqual(['web', 'db']);
  expect(remarks).toEqual(['docker compose runs migrate for those that need it']);
});

test('a service of a profile is not started, and neither is `include` followed', () => {
  const data = {services: {mail: {profiles: ['mail']}}, include: ['other.yaml']};
  const {entries, remarks} = fromCompose('compose.yaml', data);
  expect(entries).toEqual([]);
  expect(remarks).toEqual([
    'not carried over: mail, which is in `profiles`',
    'not carried over: `include` of compose.yaml',
  ]);
});

test.each([undefined, null, 'text', [], {services: []}, {services: 'text'}])(
  '%j holds no services',
  data => {
    expect(fromCompose('compose.yaml', data).entries).toEqual([]);
  },
);

test.each([
  [['8080:80'], {port: 8080}],
  [['8080:80/tcp'], {port: 8080}],
  [['127.0.0.1:8080:80'], {port: 8080, host: '127.0.0.1'}],
  [['[::1]:8080:80'], {port: 8080, host: '[::1]'}],
  [['0.0.0.0:8080:80'], {port: 8080}],
  [['3000-3005:3000-3005'], {port: 3000}],
  [['${DB_PORT:-5433}:5432'], {port: 5433}],
  [['${DB_PORT-5433}:5432'], {port: 5433}],
  [[{target: 80, published: '8080', protocol: 'tcp'}], {port: 8080}],
  [[{target: 80, published: 8080, host_ip: '::1'}], {port: 8080, host: '::1'}],
  [['80', '53:53/udp', '8080:80'], {port: 8080}],
  [[80, {target: 53, published: 53, protocol: 'udp'}], undefined],
  [['${DB_PORT}:5432'], undefined],
  [['99999:80'], undefined],
  [[null, [], {}], undefined],
  ['8080:80', undefined],
])('of the ports %j the first on this machine is %j', (ports, expected) => {
  expect(firstPublishedPort(ports)).toEqual(expected && {host: undefined, ...expected});
});
