import type {CertificateList, CertificateReport} from '../../core/certificate.ts';
import type {EventReport, ReportEvent} from '../../core/event.ts';

/** Less is soon. */
const SOON_DAYS = 14;

/** Tells of certificates that end soon, of each once; not of those that prox makes and renews in time. */
export class ExpiryEvents {
  readonly #report: ReportEvent;
  readonly #told = new Set<string>();

  constructor(report: ReportEvent) {
    this.#report = report;
  }

  note({certs}: CertificateList): void {
    for (const cert of certs) {
      if (cert.daysRemaining >= SOON_DAYS || this.#told.has(cert.fingerprintSha256)) continue;
      if (!cert.isCa && cert.source !== 'file') continue;
      this.#told.add(cert.fingerprintSha256);
      this.#report(expiryEvent(cert));
    }
  }
}

function expiryEvent(cert: CertificateReport): EventReport {
  const {domains, daysRemaining, notAfter, fingerprintSha256, file} = cert;
  const what = `the ${cert.isCa ? 'CA' : 'certificate of'} ${domains.join(', ')}`;
  const ends = daysRemaining < 0 ? 'has ended' : `ends in ${daysRemaining} days`;
  return {
    type: 'cert.expiring',
    message: `${what} ${ends}`,
    details: {domains, daysRemaining, notAfter, fingerprintSha256, file},
  };
}
