import type {CertificateReport} from '../core/certificate.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

/** Below it the column of the days is marked. */
const SOON_DAYS = 30;

type Trust = CertificateReport['trusted'];

/** The table of `prox certs`, the CA first. `browsers`: whether the store of each trusts the CA. */
export function renderCerts(
  certs: readonly CertificateReport[],
  browsers: readonly Trust[],
  paint: Paint,
): string {
  const header = ['NAME', 'KIND', 'SOURCE', 'VALID UNTIL', 'DAYS LEFT', 'TRUSTED', 'FILE'];
  const rows = certs.map((cert): readonly Cell[] => [
    {text: cert.domains.join(', ')},
    {text: cert.isCa ? 'CA' : 'leaf'},
    {text: cert.source},
    {text: cert.notAfter.slice(0, 'YYYY-MM-DD'.length)},
    {text: String(cert.daysRemaining), paint: cert.daysRemaining < SOON_DAYS ? paint.busy : asIs},
    trustCell(cert.trusted, browsers, paint),
    {text: cert.file ?? '-'},
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}

/** One word where all stores agree. */
function trustCell(system: Trust, browsers: readonly Trust[], paint: Paint): Cell {
  const all = [system, ...browsers];
  if (all.every(trust => trust === system))
    return {text: wordOf(system), paint: paintOf(system, paint)};
  const [first] = browsers;
  const doAgree = browsers.every(trust => trust === first);
  const ofBrowsers = doAgree ? `browsers ${wordOf(first)}` : 'browsers in part';
  return {text: `system ${wordOf(system)}, ${ofBrowsers}`, paint: paint.busy};
}

function wordOf(trust: Trust): string {
  if (trust === undefined) return 'unknown';
  return trust ? 'yes' : 'no';
}

function paintOf(trust: Trust, paint: Paint): Paint['good'] {
  if (trust === undefined) return paint.dim;
  return trust ? paint.good : paint.bad;
}

function asIs(text: string): string {
  return text;
}
