import {createPrivateKey, X509Certificate, type KeyObject} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {createSecureContext} from 'node:tls';
import type {CertsConfig} from '../../config/config.ts';
import {hasCode} from '../../core/errors.ts';
import type {Warning} from '../../core/warning.ts';
import {unusable} from './certificate-error.ts';
import {dnsNamesOf, validityOf} from './certificate-facts.ts';
import {isWithin} from './host-names.ts';
import type {Leaf} from './leaf.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export interface OwnFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

interface OwnCertificateOptions extends OwnFiles {
  readonly domain: string;
  /** Wall time in ms since the epoch. */
  readonly now: number;
  readonly warn: (warning: Warning) => void;
}

export interface OwnCertificate extends Leaf {
  readonly file: string;
  /** The file holds the CA too, or the certificate is its own. */
  readonly isRooted: boolean;
}

/** Both files, where the config names any. @throws ProxError CERTIFICATE_INVALID when it names one */
export function ownFiles({certFile, keyFile}: CertsConfig): OwnFiles | undefined {
  if (certFile !== undefined && keyFile !== undefined) return {certFile, keyFile};
  if (certFile === undefined && keyFile === undefined) return undefined;
  const missing = certFile === undefined ? 'certs.cert_file' : 'certs.key_file';
  throw unusable(certFile ?? keyFile ?? '', `${missing} is missing`, 'Name both files, or none.');
}

/**
 * The certificate of the user, for every name. Says so when some names of the domain are not covered.
 * @throws ProxError CERTIFICATE_INVALID with the path and what is wrong with it
 */
export async function loadOwnCertificate(options: OwnCertificateOptions): Promise<OwnCertificate> {
  const {certFile, keyFile} = options;
  const chainPem = await readPem(certFile, 'certs.cert_file');
  const keyPem = await readPem(keyFile, 'certs.key_file');
  const chain = parseChain(chainPem, certFile);
  const [certificate] = chain;
  if (certificate === undefined) {
    throw unusable(certFile, 'it holds no certificate in PEM', PEM_HINT);
  }
  if (!certificate.checkPrivateKey(parseKey(keyPem, keyFile))) {
    throw unusable(keyFile, `it is not the key of ${certFile}`, 'Name the key that belongs to it.');
  }
  checkTime(certificate, options);
  checkNames(certificate, options);
  return {
    certificate,
    pem: `${keyPem}\n${chainPem}`,
    context: createSecureContext({cert: chainPem, key: keyPem}),
    file: certFile,
    isRooted: chain.some(one => one.verify(one.publicKey)),
  };
}

const PEM_HINT = 'It must begin with -----BEGIN …';

async function readPem(path: string, key: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const hint = `Correct ${key} in prox.yaml.`;
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw unusable(path, 'no such file', hint);
    if (hasCode(error, 'EISDIR')) throw unusable(path, 'it is a folder', hint);
    if (!hasCode(error, 'EACCES')) throw error;
    throw unusable(path, 'you may not read it', `See: ls -l ${path}`);
  }
}

function parseChain(pem: string, path: string): readonly X509Certificate[] {
  const blocks = pem.match(CERTIFICATE) ?? [];
  try {
    return blocks.map(block => new X509Certificate(block));
  } catch (cause) {
    throw unusable(path, `it cannot be read as a certificate (${reasonOf(cause)})`, PEM_HINT);
  }
}

function parseKey(pem: string, path: string): KeyObject {
  if (pem.includes('ENCRYPTED')) {
    const hint = `Write one without: openssl pkey -in ${path} -out plain.key`;
    throw unusable(path, 'it is encrypted with a passphrase', hint);
  }
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw unusable(path, `it holds no private key in PEM (${reasonOf(cause)})`, PEM_HINT);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function checkTime(certificate: X509Certificate, {certFile, now}: OwnCertificateOptions): void {
  const {from, until} = validityOf(certificate);
  const hint =
    'Get a new one, or leave certs.cert_file and certs.key_file out: prox makes its own.';
  if (until <= now) throw unusable(certFile, `it expired on ${dayOf(until)}`, hint);
  if (from > now) throw unusable(certFile, `it is not valid before ${dayOf(from)}`, hint);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function checkNames(
  certificate: X509Certificate,
  {certFile, domain, warn}: OwnCertificateOptions,
): void {
  const names = dnsNamesOf(certificate);
  const within = names.filter(name => isWithin(name, domain) || covers(name, domain));
  const list = names.length === 0 ? 'no host name' : names.join(', ');
  if (within.length === 0) {
    const hint = `Get one for ${domain} and *.${domain}, or set proxy.domain to its domain.`;
    throw unusable(certFile, `it is for ${list}, which is nothing of ${domain}`, hint);
  }
  // Of a wildcard below a top-level name, browsers and OpenSSL think nothing.
  const isAccepted = domain.includes('.');
  if (isAccepted && names.includes(`*.${domain}`)) return;
  warn({
    code: 'CERTIFICATE_PARTIAL',
    message: `${certFile} is for ${list} only; browsers refuse it for other names of ${domain}`,
    hint: undefined,
  });
}

/** RFC 6125: the star stands for one label. */
function covers(name: string, host: string): boolean {
  return name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1);
}
