import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {CurrentConfig} from '../../../../src/cli/up/current-config.ts';
import {tempDir} from '../../daemon/temp-dir.ts';

test('a process with `port: auto` has one port, however many read the file at once', async () => {
  const file = join(tempDir(), 'prox.yaml');
  writeFileSync(
    file,
    'processes: {web: {cmd: serve, port: auto}, api: {cmd: serve, port: auto}}\n',
  );
  const current = new CurrentConfig(config => config);
  const results = await Promise.all(Array.from({length: 8}, async () => current.read(file)));
  const ports = results.map(result => result.ok && result.config.processes.map(({port}) => port));
  expect(new Set(ports.map(String)).size).toBe(1);
  const [web, api] = ports[0] || [];
  expect(web).toBeGreaterThan(0);
  expect(api).not.toBe(web);
});
