import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {tempDir} from '../../daemon/temp-dir.ts';
import {run} from '../run-program.ts';

/** `prox config check` of a project with these keys, and a certificate of its own. */
async function check(keys: string) {
  const folder = tempDir();
  const file = join(folder, 'prox.yaml');
  const certs = 'certs: {cert_file: own.pem, key_file: own.key}';
  for (const name of ['own.pem', 'own.key']) writeFileSync(join(folder, name), '');
  writeFileSync(file, `processes: {web: x}\n${certs}\n${keys}\n`, {mode: 0o644});
  return run('config', 'check', file);
}

test.each([
  ['proxy: {}', 'note: `certs.cert_file` is not used, for there is no `proxy.https_port`\n'],
  ['', 'note: `certs.cert_file` is not used, for the proxy is off\n'],
  ['proxy: {https_port: 0}', ''],
])('of a certificate that is not used, as with %j, a note is made', async (keys, stderr) => {
  expect(await check(keys)).toMatchObject({outcome: 0, stderr});
});
