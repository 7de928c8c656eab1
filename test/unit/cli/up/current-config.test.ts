import {expect, test} from 'vitest';
import {CurrentConfig} from '../../../../src/cli/up/current-config.ts';
import {sampleConfig, sampleProcess} from '../../../rig/sample-config.ts';

test('a process with `port: auto` has one port, however many read the file at once', async () => {
  const loaded = sampleConfig({
    processes: ['web', 'api'].map(name => sampleProcess({name, hasAutoPort: true})),
  });
  const current = new CurrentConfig(config => config);
  const configs = await Promise.all(Array.from({length: 8}, async () => current.complete(loaded)));
  const ports = configs.map(({processes}) => processes.map(({port}) => port));
  expect(new Set(ports.map(String)).size).toBe(1);
});
