import {expect, test} from 'vitest';
import {probeUrl, probeWords} from '../../../src/app/probe-words.ts';
import {probedPort} from '../../../src/supervisor/probed-port.ts';
import type {Probe} from '../../../src/config/config.ts';

function http(url: string): Probe {
  return {type: 'http', url, status: undefined};
}

test.each<[Probe, string, number | undefined]>([
  [http('http://localhost:3000/health'), 'GET :3000/health', 3000],
  [http('http://127.0.0.1/'), 'GET http://127.0.0.1/', 80],
  [http('https://localhost:3443/a?token=x'), 'GET https://localhost:3443/a', 3443],
  [http('http://user:secret@db.example:80/'), 'GET http://db.example/', undefined],
  [{type: 'tcp', host: 'localhost', port: 5432}, 'port 5432', 5432],
  [{type: 'tcp', host: 'db.example', port: 5432}, 'port 5432 of db.example', undefined],
  [{type: 'cmd', cmd: 'pg_isready'}, 'the check `pg_isready`', undefined],
  [{type: 'cmd', cmd: ['test', '-f', 'a b']}, "the check `test -f 'a b'`", undefined],
  [{type: 'log', pattern: 'ready in'}, 'a line that matches ready in', undefined],
])('%o is %s, at port %s', (probe, words, port) => {
  expect(probeWords(probe, {})).toBe(words);
  expect(probedPort(probe)).toBe(port);
});

test('the address of a probe is what one may show of its URL', () => {
  const url = 'http://ada:pass@localhost:3000/health?token=x';
  expect(probeUrl({type: 'http', url, status: undefined})).toBe('http://localhost:3000/health');
  expect(probeUrl({type: 'tcp', host: 'localhost', port: 3000})).toBeUndefined();
});

test('the command of a check tells no secret, not even a part of one that is cut off', () => {
  const cmd = `curl --fail http://localhost:3000/health/of/it -H sk-verysecret-123 --token other`;
  const words = probeWords({type: 'cmd', cmd}, {API_KEY: 'sk-verysecret-123'});
  expect(words).toBe('the check `curl --fail http://localhost:3000/health/of/it -H [REDACTED…`');
});
