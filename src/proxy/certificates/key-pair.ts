import {KeyObject, webcrypto} from 'node:crypto';

/** What a new certificate is for: an EC P-256 key. */
export async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = {name: 'ECDSA', namedCurve: 'P-256'};
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** The private key and its certificate, one after the other: one file, so that both change at once. */
export function pemOf(key: webcrypto.CryptoKey, certificatePem: string): string {
  const keyPem = KeyObject.from(key).export({type: 'pkcs8', format: 'pem'});
  return `${keyPem.toString().trimEnd()}\n${certificatePem.trimEnd()}\n`;
}
