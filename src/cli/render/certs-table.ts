import type {CertificateReport} from '../../core/certificate.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

/** Below it the column of the days is marked. */
const SOON_DAYS = 30;

/** The table of `prox certs`, the CA first. */
export function renderCerts(certs: readonly CertificateReport[], paint: Paint): string {
  const header = ['NAME', 'KIND', 'SOURCE', 'VALID UNTIL', 'DAYS LEFT', 'TRUSTED', 'FILE'];
  const rows = certs.map((cert): readonly Cell[] => [
    {text: cert.domains.join(', ')},
    {text: cert.isCa ? 'CA' : 'leaf'},
    {text: cert.source},
    {text: cert.notAfter.slice(0, 'YYYY-MM-DD'.length)},
    {text: String(cert.daysRemaining), paint: cert.daysRemaining < SOON_DAYS ? paint.busy : asIs},
    trustCell(cert.trusted, paint),
    {text: cert.file ?? '-'},
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}

function trustCell(trusted: boolean | undefined, paint: Paint): Cell {
  if (trusted === undefined) return {text: 'unknown', paint: paint.dim};
  return trusted ? {text: 'yes', paint: paint.good} : {text: 'no', paint: paint.bad};
}

function asIs(text: string): string {
  return text;
}
