export type CertificateSource = 'prox' | 'mkcert' | 'file';

/** What is to be known of one certificate. */
export interface CertificateReport {
  /** The host names it is for; of a CA its name. */
  readonly domains: readonly string[];
  readonly isCa: boolean;
  readonly issuer: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly daysRemaining: number;
  /** The store of the system trusts its CA; undefined where that cannot be told. */
  readonly trusted: boolean | undefined;
  /** Lower-case hex. */
  readonly fingerprintSha256: string;
  readonly source: CertificateSource;
  readonly file: string | undefined;
}

export interface CertificateList {
  /** The CA first. */
  readonly certs: readonly CertificateReport[];
}
