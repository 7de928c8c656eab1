import type {CertificateReport} from '../../core/certificate.ts';
import {systemStore} from '../../os/trust-store.ts';
import type {Authority} from './authority.ts';
import {reportOf, validityOf} from './certificate-facts.ts';
import {LeafFolder} from './leaf-folder.ts';
import {isSignedBy, type Leaf} from './leaf.ts';
import {findAuthority, type CertificateOptions} from './open-authority.ts';
import {loadOwnCertificate, ownFiles, type OwnCertificate} from './own-certificate.ts';

export interface Inventory {
  /** The CA first; none when there is no CA yet. */
  readonly certs: readonly CertificateReport[];
  /** In PEM; undefined when there is none, or the certificate is the user's own. */
  readonly caFile: string | undefined;
}

/** What is on disk, whether a prox runs or not; makes nothing. @throws ProxError CERTIFICATE_INVALID */
export async function takeInventory(options: CertificateOptions): Promise<Inventory> {
  const {config, domain, clock, warn} = options;
  const now = clock.now();
  const files = ownFiles(config);
  if (files !== undefined) {
    const own = await loadOwnCertificate({...files, domain, now, warn});
    return {certs: [reportOwn(own, now)], caFile: undefined};
  }
  const authority = await findAuthority(options);
  if (authority === undefined) return {certs: [], caFile: undefined};
  const leaves = await new LeafFolder(config.dir).readAll();
  return {certs: await reportIssued(authority, leaves, now), caFile: authority.file};
}

/** The CA, then those of the leaves that are of it and still valid. `now`: wall time in ms. */
export async function reportIssued(
  authority: Authority,
  leaves: readonly Leaf[],
  now: number,
): Promise<readonly CertificateReport[]> {
  const {certificate, source, file} = authority;
  const trusted = await systemStore()?.trusts(authority);
  const valid = leaves.filter(
    leaf => isSignedBy(leaf, authority) && validityOf(leaf.certificate).until > now,
  );
  return [
    reportOf(certificate, {source, file, trusted, now}),
    ...valid.map(leaf => reportOf(leaf.certificate, {source, file: leaf.file, trusted, now})),
  ];
}

/** Whether its CA is trusted cannot be told: that may be any. */
export function reportOwn({certificate, file}: OwnCertificate, now: number): CertificateReport {
  return reportOf(certificate, {source: 'file', file, trusted: undefined, now});
}
