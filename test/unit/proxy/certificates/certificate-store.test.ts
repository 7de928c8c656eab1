import {execFileSync} from 'node:child_process';
import {X509Certificate} from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {browserStores} from '../../../../src/os/nss-store.ts';
import {run} from '../../../../src/os/trust-store.ts';
import {CertificateStore} from '../../../../src/proxy/certificates/certificate-store.ts';
import {tempDir} from '../../daemon/temp-dir.ts';
import {certificateRig, clockOfNow, selfSigned, type CertificateRig} from './certificate-rig.ts';

const DAY_MS = 86_400_000;

function fileIn({config}: CertificateRig, ...path: readonly string[]): string {
  return join(config.dir, ...path);
}

async function fingerprints(store: CertificateStore): Promise<readonly string[]> {
  return (await store.list()).certs.map(cert => cert.fingerprintSha256);
}

describe('the CA', () => {
  test('is made once, for its owner only, and says that nobody trusts it', async () => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    const [ca] = await fingerprints(store);
    expect(await fingerprints(await CertificateStore.open(rig))).toEqual([ca]);
    expect(statSync(rig.config.dir).mode & 0o777).toBe(0o700);
    expect(statSync(fileIn(rig, 'ca.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(fileIn(rig, 'ca.pem'), 'utf8')).not.toContain('PRIVATE');
    expect(rig.said.filter(text => text.startsWith('made a CA'))).toHaveLength(1);
    expect(rig.said.join('\n')).toContain('prox certs --trust');
  });

  test('that browsers trust already is said to be unknown to the others only', async () => {
    const rig = certificateRig();
    const folder = join(rig.env['HOME'] ?? '', '.pki', 'nssdb');
    mkdirSync(folder, {recursive: true});
    execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${folder}`]);
    await CertificateStore.open(rig);
    expect(rig.said.at(-1)).toContain('browsers will complain');
    const file = fileIn(rig, 'ca.pem');
    const ca = {file, certificate: new X509Certificate(readFileSync(file))};
    const commands = browserStores(rig.env['HOME'] ?? '').flatMap(store => store.adding(ca));
    for (const command of commands) await run(command);
    await CertificateStore.open(rig);
    expect(rig.said.at(-1)).toContain('curl and the like will complain');
  });

  test('is the same for all who need it at once', async () => {
    const rig = certificateRig();
    const stores = await Promise.all(
      Array.from({length: 8}, async () => CertificateStore.open(rig)),
    );
    const all = await Promise.all(stores.map(async store => (await fingerprints(store))[0]));
    expect(new Set(all).size).toBe(1);
    expect(readdirSync(rig.config.dir).toSorted()).toEqual(['ca.key', 'ca.pem']);
  });

  test('comes back when only its key file is left', async () => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    const [ca] = await fingerprints(store);
    writeFileSync(fileIn(rig, 'ca.pem'), 'half a certifi');
    expect(await fingerprints(await CertificateStore.open(rig))).toEqual([ca]);
    expect(readFileSync(fileIn(rig, 'ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  test('below localhost is shared, elsewhere each domain has its own', async () => {
    const rig = certificateRig();
    await CertificateStore.open(rig);
    await CertificateStore.open({...rig, domain: 'shop.localhost'});
    await CertificateStore.open({...rig, domain: 'dev.test'});
    const files = readdirSync(rig.config.dir).filter(name => name.endsWith('.key'));
    expect(files.toSorted()).toEqual(['ca-dev.test.key', 'ca.key']);
    expect(rig.said.join('\n')).toContain('made a CA for dev.test and below');
  });

  test('that ends before a new leaf would is made anew, and must be trusted anew', async () => {
    const clock = clockOfNow();
    const rig = certificateRig({clock});
    const [ca] = await fingerprints(await CertificateStore.open(rig));
    clock.advance(3550 * DAY_MS);
    expect(await fingerprints(await CertificateStore.open(rig))).toEqual([ca]);
    clock.advance(20 * DAY_MS);
    const [next] = await fingerprints(await CertificateStore.open(rig));
    expect(next).not.toBe(ca);
    expect(rig.said.join('\n')).toContain('must be trusted anew');
  });

  test('is not made when that is switched off', async () => {
    const rig = certificateRig({autoGenerate: false});
    await expect(CertificateStore.open(rig)).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
      detail: expect.stringContaining('there is no CA'),
      hint: expect.stringContaining('certs.cert_file'),
    });
    await CertificateStore.open({...rig, config: {...rig.config, autoGenerate: true}});
    await CertificateStore.open(rig);
  });
});

describe('a CA is refused', () => {
  test.each<[string, (key: string) => void, RegExp, RegExp]>([
    ['that others may read', key => chmodSync(key, 0o640), /other users may read/, /chmod 600 /],
    ['that is cut off', key => writeFileSync(key, 'x'), /does not hold a CA/, /--regenerate/],
  ])('%s', async (_, spoil, detail, hint) => {
    const rig = certificateRig();
    await CertificateStore.open(rig);
    spoil(fileIn(rig, 'ca.key'));
    const opening = CertificateStore.open(rig);
    await expect(opening).rejects.toMatchObject({code: 'CERTIFICATE_INVALID'});
    await expect(opening).rejects.toThrow(detail);
    await expect(opening).rejects.toMatchObject({hint: expect.stringMatching(hint)});
  });

  test('that is a symbolic link', async () => {
    const rig = certificateRig();
    mkdirSync(rig.config.dir, {mode: 0o700});
    symlinkSync('/etc/hostname', fileIn(rig, 'ca.key'));
    await expect(CertificateStore.open(rig)).rejects.toThrow(/symbolic link/);
  });

  test('in a folder that others may write to', async () => {
    const rig = certificateRig();
    mkdirSync(rig.config.dir);
    chmodSync(rig.config.dir, 0o777);
    await expect(CertificateStore.open(rig)).rejects.toThrow(/other users may write/);
  });

  test('in a folder that cannot be made', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    const opening = CertificateStore.open(certificateRig({dir: join(file, 'certs')}));
    await expect(opening).rejects.toMatchObject({code: 'CERTIFICATE_INVALID'});
  });
});

describe('a leaf', () => {
  test('names one host, for at most 397 days', async () => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    await store.contextFor('Web.Localhost');
    const [, leaf] = (await store.list()).certs;
    expect(leaf).toMatchObject({
      domains: ['web.localhost'],
      isCa: false,
      source: 'prox',
      daysRemaining: 90,
    });
    expect(statSync(leaf?.file ?? '').mode & 0o777).toBe(0o600);
  });

  test('is made once for all who ask at the same time', async () => {
    const store = await CertificateStore.open(certificateRig());
    const asked = ['a.localhost', 'A.localhost', 'a.localhost.', 'a.localhost'];
    const contexts = await Promise.all(asked.map(async name => store.contextFor(name)));
    expect(new Set(contexts).size).toBe(1);
  });

  test('outlives prox', async () => {
    const rig = certificateRig();
    const first = await CertificateStore.open(rig);
    await first.contextFor('web.localhost');
    const second = await CertificateStore.open(rig);
    await second.contextFor('web.localhost');
    expect(await fingerprints(second)).toEqual(await fingerprints(first));
  });

  test('is renewed when a third of its life remains, without a restart', async () => {
    const clock = clockOfNow();
    const store = await CertificateStore.open(certificateRig({clock}));
    const first = await store.contextFor('web.localhost');
    clock.advance(59 * DAY_MS);
    expect(await store.contextFor('web.localhost')).toBe(first);
    clock.advance(2 * DAY_MS);
    const [second, third] = await Promise.all([
      store.contextFor('web.localhost'),
      store.contextFor('web.localhost'),
    ]);
    expect(second).not.toBe(first);
    expect(third).toBe(second);
    expect((await store.list()).certs[1]?.daysRemaining).toBe(90);
  });

  test.each<[string, (file: string, other: string) => void]>([
    ['is cut off', file => writeFileSync(file, 'x')],
    ['others may read', file => chmodSync(file, 0o644)],
    ['is for another name', (file, other) => writeFileSync(file, readFileSync(other))],
  ])('whose file %s is made anew', async (_, spoil) => {
    const rig = certificateRig();
    const first = await CertificateStore.open(rig);
    const other = await first.contextFor('other.localhost');
    expect(other).toBeDefined();
    await first.contextFor('web.localhost');
    const old = readFileSync(fileIn(rig, 'leaves', 'web.localhost.pem'), 'utf8');
    spoil(fileIn(rig, 'leaves', 'web.localhost.pem'), fileIn(rig, 'leaves', 'other.localhost.pem'));
    await (await CertificateStore.open(rig)).contextFor('web.localhost');
    const fresh = readFileSync(fileIn(rig, 'leaves', 'web.localhost.pem'), 'utf8');
    expect(fresh).not.toBe(old);
    expect(fresh).not.toBe(readFileSync(fileIn(rig, 'leaves', 'other.localhost.pem'), 'utf8'));
    expect(statSync(fileIn(rig, 'leaves', 'web.localhost.pem')).mode & 0o777).toBe(0o600);
  });

  test('of another CA is made anew', async () => {
    const folder = tempDir();
    selfSigned({folder, isCa: true});
    // After it, for the clock of the rig stands still: what is made later is not valid yet.
    const rig = certificateRig();
    await (await CertificateStore.open(rig)).contextFor('web.localhost');
    const other = await CertificateStore.open({...rig, env: {CAROOT: folder}});
    await other.contextFor('web.localhost');
    expect((await other.list()).certs[1]).toMatchObject({
      source: 'mkcert',
      issuer: 'CN=a stranger',
    });
  });

  test('is served when it cannot be kept', async () => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    writeFileSync(fileIn(rig, 'leaves'), 'in the way');
    expect(await store.contextFor('web.localhost')).toBeDefined();
    expect((await store.list()).certs).toHaveLength(2);
  });

  test('of a deep name is not kept on disk', async () => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    await store.contextFor('a.web.localhost');
    await store.contextFor('b.a.web.localhost');
    expect(readdirSync(fileIn(rig, 'leaves'))).toEqual(['a.web.localhost.pem']);
    expect((await store.list()).certs.map(cert => cert.file === undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.each([
    'evil.com',
    'localhost.evil.com',
    'evillocalhost',
    '',
    '../x.localhost',
    '.localhost',
    '*.localhost',
    `${'a'.repeat(64)}.localhost`,
  ])('is not made for %j', async name => {
    const rig = certificateRig();
    const store = await CertificateStore.open(rig);
    await expect(store.contextFor(name)).rejects.toMatchObject({code: 'CERTIFICATE_INVALID'});
    expect((await store.list()).certs).toHaveLength(1);
  });
});

test('a flood of names does not fill the disk: the oldest leaves are dropped', async () => {
  const rig = certificateRig();
  const store = await CertificateStore.open(rig);
  mkdirSync(fileIn(rig, 'leaves'));
  for (let index = 0; index < 502; index++) {
    const file = fileIn(rig, 'leaves', `n${index}.localhost.pem`);
    writeFileSync(file, '');
    utimesSync(file, index, index);
  }
  await store.contextFor('web.localhost');
  const left = readdirSync(fileIn(rig, 'leaves'));
  expect(left).toHaveLength(500);
  expect(left).toContain('web.localhost.pem');
  expect(left).not.toContain('n2.localhost.pem');
  expect(left).toContain('n3.localhost.pem');
});

describe('a CA of mkcert', () => {
  test('is found below the home folder', async () => {
    const home = tempDir();
    const folder = join(home, '.local', 'share', 'mkcert');
    mkdirSync(folder, {recursive: true});
    selfSigned({folder, isCa: true, algorithm: ['rsa:2048']});
    const rig = certificateRig({env: {HOME: home}});
    const store = await CertificateStore.open(rig);
    expect((await store.list()).certs).toMatchObject([{source: 'mkcert', domains: ['a stranger']}]);
    expect(store.caFile).toBe(join(folder, 'rootCA.pem'));
    expect(rig.said.join('\n')).toContain('mkcert -install');
    expect(readdirSync(rig.config.dir)).toEqual([]);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'is no CA',
      folder => void selfSigned({folder, isCa: false}),
      /left aside: its certificate and/,
    ],
    ['has another key', folder => writeFileSync(join(folder, 'rootCA-key.pem'), 'x'), /left aside/],
    ['has no key', folder => rmSync(join(folder, 'rootCA-key.pem')), /^made a CA/],
    [
      'has an Ed25519 key',
      folder => void selfSigned({folder, isCa: true, algorithm: ['ed25519']}),
      /left aside/,
    ],
  ])('that %s is left aside', async (_, arrange, said) => {
    const folder = tempDir();
    selfSigned({folder, isCa: true});
    arrange(folder);
    const rig = certificateRig({env: {CAROOT: folder}});
    const store = await CertificateStore.open(rig);
    expect((await store.list()).certs[0]?.source).toBe('prox');
    expect(rig.said.join('\n')).toMatch(said);
  });

  test('that has expired is left aside', async () => {
    const folder = tempDir();
    selfSigned({folder, isCa: true, days: 3});
    const rig = certificateRig({
      env: {CAROOT: folder},
      clock: clockOfNow(4 * DAY_MS),
    });
    const store = await CertificateStore.open(rig);
    expect((await store.list()).certs[0]?.source).toBe('prox');
    expect(rig.said.join('\n')).toContain('has expired');
  });

  test('needs no home folder to be absent', async () => {
    const rig = {...certificateRig(), env: {}};
    expect((await (await CertificateStore.open(rig)).list()).certs).toHaveLength(1);
  });
});

describe('the CA for the children', () => {
  test('is joined with the one that the user has set already', async () => {
    const {certFile: theirs} = selfSigned({folder: tempDir(), isCa: true});
    const rig = certificateRig({env: {NODE_EXTRA_CA_CERTS: theirs}});
    const {caFile = ''} = await CertificateStore.open(rig);
    const text = readFileSync(caFile, 'utf8');
    expect(text).toContain(readFileSync(theirs, 'utf8').trim());
    expect(text).toContain(readFileSync(fileIn(rig, 'ca.pem'), 'utf8').trim());
    const within = await CertificateStore.open({...rig, env: {NODE_EXTRA_CA_CERTS: caFile}});
    expect(within.caFile).toBe(caFile);
  });

  test('stands alone when theirs is not there', async () => {
    const rig = certificateRig({env: {NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem'}});
    expect((await CertificateStore.open(rig)).caFile).toBe(fileIn(rig, 'ca.pem'));
  });
});
