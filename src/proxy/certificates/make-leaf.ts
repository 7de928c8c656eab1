import {webcrypto} from 'node:crypto';
import type {Authority} from './authority.ts';
import {validityOf} from './certificate-facts.ts';
import {generateKeys, pemOf} from './key-pair.ts';
import {loadX509} from './x509-library.ts';

const HOUR_MS = 3_600_000;
/** Browsers bear at most 397 days. */
export const LEAF_VALID_MS = 90 * 24 * HOUR_MS;

export interface LeafNames {
  readonly dns: string;
  readonly addresses: readonly string[];
}

/** A new certificate for one host name, as key and certificate in PEM. `now`: wall time in ms. */
export async function makeLeaf(
  names: LeafNames,
  authority: Authority,
  now: number,
): Promise<string> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate.raw);
  const keys = await generateKeys();
  const alternatives = [
    {type: 'dns' as const, value: names.dns},
    ...names.addresses.map(value => ({type: 'ip' as const, value})),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    // A common name holds 64 characters, a host name up to 253, and nobody looks there any more.
    subject: 'O=prox development certificate',
    issuer: issuer.subjectName,
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(Math.min(now + LEAF_VALID_MS, validityOf(authority.certificate).until)),
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority),
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(alternatives),
      await authorityKeyIdentifier(issuer),
    ],
  });
  return pemOf(keys.privateKey, certificate.toString('pem'));

  /** The one that the CA names itself by; another way to compute it would match nothing. */
  async function authorityKeyIdentifier({publicKey}: typeof issuer) {
    const own = issuer.getExtension(x509.SubjectKeyIdentifierExtension);
    if (own === null) return x509.AuthorityKeyIdentifierExtension.create(publicKey);
    return new x509.AuthorityKeyIdentifierExtension(own.keyId);
  }
}

async function signingKey({key, algorithm}: Authority): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({type: 'pkcs8', format: 'der'});
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}
