import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {CertificateStore} from '../../../../src/proxy/certificates/certificate-store.ts';
import {tempDir} from '../../daemon/temp-dir.ts';
import {certificateRig, clockOfNow, openssl, selfSigned} from './certificate-rig.ts';

const DAY_MS = 86_400_000;
const DOMAIN = 'dev.test';

test('a certificate of the user serves every name, and needs no CA', async () => {
  const names = ['DNS:dev.test', 'DNS:*.dev.test'];
  const rig = certificateRig({domain: DOMAIN, ...selfSigned({folder: tempDir(), names})});
  const store = await CertificateStore.open(rig);
  expect(await store.contextFor('web.dev.test')).toBe(await store.contextFor(undefined));
  expect((await store.list()).certs).toMatchObject([
    {
      source: 'file',
      domains: ['dev.test', '*.dev.test'],
      trusted: undefined,
      file: rig.config.certFile,
    },
  ]);
  expect(store.caFile).toBe(rig.config.certFile); // its own CA
  expect(rig.said).toEqual([]);
});

test('one whose CA is not given adds nothing to those of the children', async () => {
  const folder = tempDir();
  const ca = selfSigned({folder, isCa: true});
  const [certFile, keyFile, requestFile] = ['leaf.pem', 'leaf.key', 'leaf.csr'].map(name =>
    join(folder, name),
  ) as [string, string, string];
  openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=x',
    '-addext',
    'subjectAltName=DNS:*.dev.test,DNS:dev.test',
    '-keyout',
    keyFile,
    '-out',
    requestFile,
  );
  openssl(
    'x509',
    '-req',
    '-in',
    requestFile,
    '-CA',
    ca.certFile,
    '-CAkey',
    ca.keyFile,
    '-copy_extensions',
    'copy',
    '-days',
    '9',
    '-out',
    certFile,
  );
  const rig = certificateRig({domain: DOMAIN, certFile, keyFile});
  expect((await CertificateStore.open(rig)).caFile).toBeUndefined();
  writeFileSync(certFile, readFileSync(certFile, 'utf8') + readFileSync(ca.certFile, 'utf8'));
  expect((await CertificateStore.open(rig)).caFile).toBe(certFile);
});

describe('a certificate of the user is refused', () => {
  test.each<[string, (files: {certFile: string; keyFile: string}) => object, RegExp]>([
    ['that is not there', () => ({certFile: '/nowhere/x.pem'}), /^\/nowhere\/x\.pem: no such file/],
    ['that is a folder', () => ({certFile: tempDir()}), /it is a folder/],
    ['that is not PEM', files => (writeFileSync(files.certFile, 'x'), {}), /no certificate in PEM/],
    [
      'that is half PEM',
      files => (
        writeFileSync(
          files.certFile,
          '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
        ),
        {}
      ),
      /cannot be read as a certificate/,
    ],
    ['without a key', () => ({keyFile: undefined}), /certs\.key_file is missing/],
    [
      'whose key is not PEM',
      files => (writeFileSync(files.keyFile, 'x'), {}),
      /no private key in PEM/,
    ],
    [
      'whose key is another',
      () => ({keyFile: selfSigned({folder: tempDir()}).keyFile}),
      /it is not the key of/,
    ],
    [
      'whose key is encrypted',
      ({keyFile}) => {
        const encrypted = `${keyFile}.enc`;
        openssl('pkey', '-in', keyFile, '-aes128', '-passout', 'pass:x', '-out', encrypted);
        return {keyFile: encrypted};
      },
      /encrypted with a passphrase/,
    ],
  ])('%s', async (_, spoil, detail) => {
    const files = selfSigned({folder: tempDir(), names: ['DNS:dev.test']});
    const rig = certificateRig({domain: DOMAIN, ...files, ...spoil(files)});
    const opening = CertificateStore.open(rig);
    await expect(opening).rejects.toMatchObject({
      code: 'CERTIFICATE_INVALID',
      detail: expect.stringMatching(detail),
      hint: expect.stringMatching(/\S/),
    });
  });

  test.each([
    ['that has expired', 31, /it expired on 2/],
    ['that is not valid yet', -2, /it is not valid before 2/],
  ])('%s', async (_, days, detail) => {
    const files = selfSigned({folder: tempDir(), names: ['DNS:dev.test']});
    const clock = clockOfNow(days * DAY_MS);
    await expect(
      CertificateStore.open(certificateRig({domain: DOMAIN, clock, ...files})),
    ).rejects.toThrow(detail);
  });

  test.each([
    [[], /for no host name/],
    [['DNS:other.test'], /for other\.test, which is nothing of dev\.test/],
    [['DNS:evildev.test'], /nothing of/],
    [['DNS:*.other.test', 'IP:127.0.0.1'], /nothing of/],
  ])('that is for %j', async (names, detail) => {
    const files = selfSigned({folder: tempDir(), names});
    await expect(CertificateStore.open(certificateRig({domain: DOMAIN, ...files}))).rejects.toThrow(
      detail,
    );
  });
});

describe('a certificate that covers a part of the domain is told of', () => {
  test.each([
    [['DNS:web.dev.test', 'DNS:dev.test'], DOMAIN],
    [['DNS:*.test'], DOMAIN],
    [['DNS:*.localhost', 'DNS:localhost'], 'localhost'],
  ])('%j', async (names, domain) => {
    const rig = certificateRig({domain, ...selfSigned({folder: tempDir(), names})});
    await CertificateStore.open(rig);
    const list = names.map(name => name.slice('DNS:'.length)).join(', ');
    expect(rig.said).toEqual([expect.stringContaining(`is for ${list} only`)]);
  });
});
