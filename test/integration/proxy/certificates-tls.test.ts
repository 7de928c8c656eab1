import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:https';
import {join} from 'node:path';
import {connect, type ConnectionOptions, type TlsOptions} from 'node:tls';
import {promisify} from 'node:util';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openAuthority} from '../../../src/proxy/certificates/open-authority.ts';
import {makeLeaf} from '../../../src/proxy/certificates/make-leaf.ts';
import {CertificateStore} from '../../../src/proxy/certificates/certificate-store.ts';
import {
  certificateRig,
  openssl,
  selfSigned,
} from '../../unit/proxy/certificates/certificate-rig.ts';
import {tempDir} from '../../unit/daemon/temp-dir.ts';

/** A listener that shows what the store has; its port. */
async function listenWith(store: CertificateStore): Promise<number> {
  const show = async (name: string, done: Parameters<SniCallback>[1]): Promise<void> => {
    try {
      done(null, await store.contextFor(name));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return listen(await store.defaultPem(), (name, done) => void show(name, done));
}

type SniCallback = NonNullable<TlsOptions['SNICallback']>;

async function listen(pem: string, sniCallback?: SniCallback): Promise<number> {
  const server = createServer({
    key: pem,
    cert: pem,
    ...(sniCallback && {SNICallback: sniCallback}),
  });
  server.on('request', (_, response) => void response.end('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** The names of the certificate that Node was shown and has taken. */
async function shake(port: number, options: ConnectionOptions): Promise<string | undefined> {
  const socket = connect({port, host: '127.0.0.1', ...options});
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().subjectaltname;
  } finally {
    socket.destroy();
  }
}

async function curl(store: CertificateStore, port: number, host: string): Promise<string> {
  const to = ['--connect-to', `${host}::127.0.0.1:${port}`];
  const args = ['-sS', '--noproxy', '*', '--cacert', store.caFile ?? '', ...to, `https://${host}/`];
  const {stdout} = await promisify(execFile)('curl', args, {env: {PATH: process.env['PATH']}});
  return stdout;
}

describe('clients that trust the CA', () => {
  test.each([
    ['web.localhost', 'DNS:web.localhost'],
    ['a.web.localhost', 'DNS:a.web.localhost'],
    ['WEB.localhost', 'DNS:web.localhost'],
    ['localhost', 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1'],
  ])('take the certificate of %s', async (host, names) => {
    const store = await CertificateStore.open(certificateRig());
    const port = await listenWith(store);
    const ca = readFileSync(store.caFile ?? '');
    expect(await shake(port, {ca, servername: host})).toBe(names);
    expect(await curl(store, port, host)).toBe('hello');
  });

  test('take the one of an address', async () => {
    const store = await CertificateStore.open(certificateRig());
    const port = await listenWith(store);
    await shake(port, {ca: readFileSync(store.caFile ?? '')});
    expect(await curl(store, port, '127.0.0.1')).toBe('hello');
  });

  test('take the one of a domain of its own', async () => {
    const store = await CertificateStore.open(certificateRig({domain: 'dev.example.test'}));
    const port = await listenWith(store);
    const servername = 'web.dev.example.test';
    const names = await shake(port, {ca: readFileSync(store.caFile ?? ''), servername});
    expect(names).toBe(`DNS:${servername}`);
  });

  test('are told nothing for a name outside the domain', async () => {
    const store = await CertificateStore.open(certificateRig());
    const port = await listenWith(store);
    const ca = readFileSync(store.caFile ?? '');
    await expect(shake(port, {ca, servername: 'evil.com'})).rejects.toThrow(/disconnected|reset/);
    expect(await shake(port, {ca, servername: 'web.localhost'})).toBe('DNS:web.localhost');
  });
});

describe('a certificate that somebody makes with a stolen CA', () => {
  test.each(['evil.com', 'localhost.evil.com', 'evillocalhost'])(
    'is worth nothing for %s',
    async host => {
      const authority = await openAuthority(certificateRig());
      const pem = await makeLeaf({dns: host, addresses: []}, authority, Date.now());
      const file = join(tempDir(), 'leaf.pem');
      writeFileSync(file, pem);
      const verify = ['verify', '-CAfile', authority.file, '-verify_hostname', host, file];
      expect(() => openssl(...verify)).toThrow(/permitted subtree violation/);

      const port = await listen(pem);
      const ca = readFileSync(authority.file);
      await expect(shake(port, {ca, servername: host})).rejects.toThrow(/permitted subtree/);
    },
  );

  test('is worth nothing for an address elsewhere', async () => {
    const authority = await openAuthority(certificateRig());
    const names = {dns: 'localhost', addresses: ['192.0.2.1']};
    const file = join(tempDir(), 'leaf.pem');
    writeFileSync(file, await makeLeaf(names, authority, Date.now()));
    expect(() => openssl('verify', '-CAfile', authority.file, file)).toThrow(/permitted subtree/);
  });
});

describe('openssl', () => {
  test.each(['web.localhost', 'a.web.localhost', 'localhost'])(
    'verifies the leaf of %s',
    async host => {
      const options = certificateRig();
      const store = await CertificateStore.open(options);
      await store.contextFor(host);
      const leaf = join(options.config.dir, 'leaves', `${host}.pem`);
      const verify = [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-CAfile',
        store.caFile ?? '',
      ];
      expect(openssl(...verify, '-verify_hostname', host, leaf)).toContain('OK');
      expect(() => openssl(...verify, '-verify_hostname', 'other.localhost', leaf)).toThrow(
        /mismatch/,
      );
    },
  );

  test('sees a CA that signs no other CA and is constrained', async () => {
    const {file} = await openAuthority(certificateRig());
    const text = openssl('x509', '-in', file, '-noout', '-text');
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(
      /Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+IP:127\.0\.0\.0\/255\.0\.0\.0\s+IP:0:0:0:0:0:0:0:1\/FFFF/,
    );
    expect(text).toMatch(/NIST CURVE: P-256/);
  });
});

test.each([
  ['an RSA key', ['rsa:2048'], '/O=mkcert development CA/OU=ü@höst (Ünï)/CN=mkcert ü@höst'],
  ['an EC key', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], '/CN=mkcert'],
])('a leaf of a CA of mkcert with %s verifies', async (_, algorithm, subject) => {
  const folder = tempDir();
  selfSigned({folder, isCa: true, algorithm, subject});
  const options = certificateRig({env: {CAROOT: folder}});
  const store = await CertificateStore.open(options);
  const port = await listenWith(store);
  await shake(port, {ca: readFileSync(store.caFile ?? ''), servername: 'web.localhost'});
  const leaf = join(options.config.dir, 'leaves', 'localhost.pem');
  const verify = ['verify', '-CAfile', join(folder, 'rootCA.pem'), '-verify_hostname', 'localhost'];
  expect(openssl(...verify, leaf)).toContain('OK');
  expect((await store.list()).certs).toMatchObject([
    {isCa: true, source: 'mkcert', file: join(folder, 'rootCA.pem')},
    {domains: ['localhost', '127.0.0.1', '::1'], source: 'mkcert'},
    {domains: ['web.localhost']},
  ]);
});

test('a child that is given the CA fetches its sibling', async () => {
  const store = await CertificateStore.open(certificateRig());
  const port = await listenWith(store);
  const script = `fetch('https://localhost:${port}/').then(r => r.text()).then(t => process.stdout.write(t))`;
  const env = {PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: store.caFile};
  const {stdout} = await promisify(execFile)(process.execPath, ['-e', script], {env});
  expect(stdout).toBe('hello');
});
