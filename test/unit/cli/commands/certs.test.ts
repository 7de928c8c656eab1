import {execFileSync} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Bugs} from '../../../../src/cli/bugs.ts';
import {runProgram} from '../../../../src/cli/program.ts';
import {browserStores} from '../../../../src/os/nss-store.ts';
import {run} from '../../../../src/os/trust-store.ts';
import {CertificateStore} from '../../../../src/proxy/certificates/certificate-store.ts';
import {certificateRig, clockOfNow, selfSigned} from '../../proxy/certificates/certificate-rig.ts';
import {tempDir} from '../../daemon/temp-dir.ts';
import {TextSink} from '../text-sink.ts';

/** `prox certs` in a home folder that is no project. */
async function certs(home: string, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr] = [new TextSink(), new TextSink()];
  const world = {
    clock: clockOfNow(),
    env: {HOME: home, ...env},
    cwd: home,
    bugs: new Bugs(() => {}),
  };
  const outcome = await runProgram(['certs', ...words], {stdout, stderr, ...world});
  return {outcome, stdout: stdout.text, stderr: stderr.text};
}

/** The home folder of somebody who has used HTTPS. */
async function usedHome(): Promise<string> {
  const home = tempDir();
  const store = await CertificateStore.open(certificateRig({dir: join(home, '.prox', 'certs')}));
  await store.contextFor('web.localhost');
  return home;
}

test('without a CA it says where one comes from, and makes none', async () => {
  const home = tempDir();
  expect(await certs(home)).toMatchObject({
    outcome: 0,
    stdout: expect.stringContaining('No CA yet'),
  });
  const {stdout} = await certs(home, ['--json']);
  expect(JSON.parse(stdout)).toEqual({certs: [], ca_file: null});
});

test('the CA and the leaves are a table', async () => {
  const home = await usedHome();
  const {outcome, stdout, stderr} = await certs(home);
  expect([outcome, stderr]).toEqual([0, '']);
  const [header, ca, leaf] = stdout.split('\n');
  expect(header).toMatch(/^NAME +KIND +SOURCE +VALID UNTIL +DAYS LEFT +TRUSTED +FILE$/);
  expect(ca).toMatch(
    /^prox local CA [0-9a-f]{8} +CA +prox +\d{4}-\d\d-\d\d +36\d\d +no .*\/ca\.pem$/,
  );
  expect(leaf).toMatch(/^web\.localhost +leaf +prox .* 89|90 +no .*web\.localhost\.pem$/);
});

test('a CA that only the browsers trust is told as such', async () => {
  const home = await usedHome();
  const folder = join(home, '.pki', 'nssdb');
  mkdirSync(folder, {recursive: true});
  execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${folder}`]);
  expect((await certs(home)).stdout).toMatch(/ 36\d\d +no +\//);
  const file = join(home, '.prox', 'certs', 'ca.pem');
  const ca = {file, certificate: new X509Certificate(readFileSync(file))};
  const commands = browserStores(home).flatMap(store => store.adding(ca));
  for (const command of commands) await run(command);
  expect((await certs(home)).stdout).toMatch(/ 36\d\d +system no, browsers yes +\//);
});

test('as JSON they are those of the API, with the file of the CA', async () => {
  const home = await usedHome();
  const {ca_file: file, certs: list} = JSON.parse((await certs(home, ['--json'])).stdout);
  expect(file).toBe(join(home, '.prox', 'certs', 'ca.pem'));
  expect(list).toMatchObject([
    {
      is_ca: true,
      source: 'prox',
      trusted: false,
      fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    {domains: ['web.localhost'], is_ca: false, not_after: expect.stringMatching(/Z$/)},
  ]);
});

test('--regenerate makes a new CA and drops the leaves', async () => {
  const home = await usedHome();
  const file = join(home, '.prox', 'certs', 'ca.pem');
  const old = readFileSync(file, 'utf8');
  const {outcome, stdout, stderr} = await certs(home, ['--regenerate', '--json']);
  expect(outcome).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toBe(old);
  expect(JSON.parse(stdout).certs).toHaveLength(1);
  expect(stderr).toContain('until it is restarted');
  expect(stderr).toContain('prox certs --trust');
});

test('--regenerate gets rid of a CA that cannot be used', async () => {
  const home = await usedHome();
  const key = join(home, '.prox', 'certs', 'ca.key');
  writeFileSync(key, 'half a ke');
  expect(await certs(home)).toMatchObject({
    outcome: 1,
    stderr: expect.stringContaining('--regenerate'),
  });
  expect(await certs(home, ['--regenerate'])).toMatchObject({outcome: 0});
});

test('a CA of mkcert is neither made anew nor put anywhere', async () => {
  const [home, folder] = [await usedHome(), tempDir()];
  const {certFile} = selfSigned({folder, isCa: true});
  const before = readFileSync(certFile, 'utf8');
  const regenerated = await certs(home, ['--regenerate'], {CAROOT: folder});
  expect(regenerated).toMatchObject({
    outcome: 0,
    stderr: expect.stringContaining('of mkcert and stays'),
  });
  const trusted = await certs(home, ['--trust'], {CAROOT: folder});
  expect(trusted).toMatchObject({outcome: 1, stderr: expect.stringContaining('mkcert -install')});
  expect(readFileSync(certFile, 'utf8')).toBe(before);
});

test('without a home folder it says so', async () => {
  const {outcome, stderr} = await certs(tempDir(), [], {HOME: undefined});
  expect(outcome).toBe(1);
  expect(stderr).toContain('HOME is not set');
});
