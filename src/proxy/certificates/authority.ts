import {createPrivateKey, X509Certificate, type KeyObject, type webcrypto} from 'node:crypto';

type SigningAlgorithm = webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams;

/** A CA that can sign. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  readonly algorithm: SigningAlgorithm;
  readonly source: 'prox' | 'mkcert';
  /** Its certificate in PEM, without the key. */
  readonly file: string;
}

/** Undefined unless the texts hold the certificate of a CA and the RSA or EC key that belongs to it. */
export function parseAuthority(
  certificatePem: string,
  keyPem: string,
): Pick<Authority, 'certificate' | 'key' | 'algorithm'> | undefined {
  try {
    const certificate = new X509Certificate(certificatePem);
    const key = createPrivateKey(keyPem);
    const algorithm = signingAlgorithm(key);
    const canSign = certificate.ca && certificate.checkPrivateKey(key);
    return canSign && algorithm !== undefined ? {certificate, key, algorithm} : undefined;
  } catch {
    return undefined; // OpenSSL has twenty words for "this is not PEM"
  }
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

function signingAlgorithm(key: KeyObject): SigningAlgorithm | undefined {
  if (key.asymmetricKeyType === 'rsa') return {name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256'};
  const namedCurve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  return namedCurve === undefined ? undefined : {name: 'ECDSA', namedCurve};
}
