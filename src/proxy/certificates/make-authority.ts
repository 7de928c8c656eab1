import {randomBytes} from 'node:crypto';
import {generateKeys, pemOf} from './key-pair.ts';
import {NAME_CONSTRAINTS_OID, nameConstraints} from './name-constraints.ts';
import {loadX509} from './x509-library.ts';

const HOUR_MS = 3_600_000;
const VALID_MS = 3650 * 24 * HOUR_MS;

/**
 * A new CA whose certificates are worth something below `domain` and on loopback only, as key and
 * certificate in PEM. `now`: wall time in ms.
 */
export async function makeAuthority(domain: string, now: number): Promise<string> {
  const x509 = await loadX509();
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Stores of certificates mix up two of one name.
    name: `CN=prox local CA ${randomBytes(4).toString('hex')}, O=prox`,
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(now + VALID_MS),
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      new x509.Extension(NAME_CONSTRAINTS_OID, true, nameConstraints(domain)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pemOf(keys.privateKey, certificate.toString('pem'));
}
