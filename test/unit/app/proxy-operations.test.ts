import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {ProxyOperations} from '../../../src/app/proxy-operations.ts';
import {withProxyFlags} from '../../../src/cli/up/proxy-flags.ts';
import {loadConfig} from '../../../src/config/load.ts';
import {tempDir} from '../daemon/temp-dir.ts';

const SERVICE = 'processes: {web: {cmd: x, port: 3000, service: true}}\n';

test.each([
  [
    'is declared',
    false,
    'processes: {web: x}\n',
    /port and `service: true`, or declare `services`/,
  ],
  [
    'is turned on',
    false,
    `${SERVICE}proxy: {enabled: false}\n`,
    /says `enabled: false` under `proxy`/,
  ],
  ['is let by the command line', true, SERVICE, /started with --no-proxy/],
  ['is declared nor let', true, 'processes: {web: x}\n', /`service: true`/],
])('without a proxy because none %s, the hint says what to do', async (_, isOff, text, hint) => {
  const file = join(tempDir(), 'prox.yaml');
  writeFileSync(file, text);
  const result = await loadConfig(file);
  if (!result.ok) throw new Error('the config has problems');
  const flags = {httpPort: undefined, httpsPort: undefined, capture: undefined, isOff};
  const operations = new ProxyOperations(undefined, {config: withProxyFlags(result.config, flags)});
  await expect(operations.routes()).rejects.toMatchObject({
    code: 'PROXY_NOT_ENABLED',
    hint: expect.stringMatching(hint) as string,
  });
});
