import type {X509Certificate} from 'node:crypto';
import type {CertificateReport} from '../../core/certificate.ts';

const DAY_MS = 86_400_000;

/** In ms since the epoch. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

export function validityOf(certificate: X509Certificate): Validity {
  return {from: Date.parse(certificate.validFrom), until: Date.parse(certificate.validTo)};
}

/** The DNS names it is for; the common name counts for nothing, as in browsers. */
export function dnsNamesOf(certificate: X509Certificate): readonly string[] {
  return alternativeNames(certificate, 'DNS:').map(name => name.toLowerCase());
}

/** Names and addresses. */
export function namesOf(certificate: X509Certificate): readonly string[] {
  const addresses = alternativeNames(certificate, 'IP Address:');
  return [...dnsNamesOf(certificate), ...addresses.map(text => LONG_FORMS[text] ?? text)];
}

/** OpenSSL writes an IPv6 address in full. */
const LONG_FORMS: Readonly<Record<string, string>> = {'0:0:0:0:0:0:0:1': '::1'};

function alternativeNames({subjectAltName = ''}: X509Certificate, kind: string): string[] {
  const parts = subjectAltName.split(', ').filter(part => part.startsWith(kind));
  return parts.map(part => part.slice(kind.length));
}

function commonNameOf({subject}: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}

interface ReportOptions extends Pick<CertificateReport, 'source' | 'file' | 'trusted'> {
  /** Wall time in ms since the epoch. */
  readonly now: number;
}

export function reportOf(
  certificate: X509Certificate,
  {now, ...rest}: ReportOptions,
): CertificateReport {
  const {from, until} = validityOf(certificate);
  return {
    domains: certificate.ca ? [commonNameOf(certificate)] : namesOf(certificate),
    isCa: certificate.ca,
    issuer: certificate.issuer.replaceAll('\n', ', '),
    notBefore: new Date(from).toISOString(),
    notAfter: new Date(until).toISOString(),
    daysRemaining: Math.floor((until - now) / DAY_MS),
    fingerprintSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    ...rest,
  };
}
