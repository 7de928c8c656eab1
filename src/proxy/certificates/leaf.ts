import {createPrivateKey, X509Certificate} from 'node:crypto';
import {createSecureContext, type SecureContext} from 'node:tls';
import type {Authority} from './authority.ts';
import {namesOf, validityOf} from './certificate-facts.ts';
import type {LeafNames} from './make-leaf.ts';

/** A certificate that a listener can show. */
export interface Leaf {
  readonly certificate: X509Certificate;
  /** The key and the certificate. */
  readonly pem: string;
  readonly context: SecureContext;
  readonly file: string | undefined;
}

/** Undefined when the text does not hold a key and its certificate. */
export function parseLeaf(pem: string, file: string | undefined): Leaf | undefined {
  try {
    const certificate = new X509Certificate(pem);
    if (!certificate.checkPrivateKey(createPrivateKey(pem))) return undefined;
    return {certificate, pem, context: createSecureContext({cert: pem, key: pem}), file};
  } catch {
    return undefined; // OpenSSL has twenty words for "this is not PEM"
  }
}

/** Whether it is of this CA, as far as can be told without the time. */
export function isSignedBy({certificate}: Leaf, authority: Authority): boolean {
  return certificate.verify(authority.certificate.publicKey);
}

export function isFor({certificate}: Leaf, {dns, addresses}: LeafNames): boolean {
  return namesOf(certificate).join() === [dns, ...addresses].join();
}

/** Less than a third of its life remains, or it has not begun. */
export function isDueForRenewal({certificate}: Leaf, now: number): boolean {
  const {from, until} = validityOf(certificate);
  return from > now || until - now < (until - from) / 3;
}
