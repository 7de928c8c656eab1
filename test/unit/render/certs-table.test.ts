import {expect, test} from 'vitest';
import {renderCerts} from '../../../src/render/certs-table.ts';
import {createPaint} from '../../../src/render/paint.ts';
import type {CertificateReport} from '../../../src/core/certificate.ts';

function ca(trusted: boolean | undefined): CertificateReport {
  return {
    domains: ['prox local CA'],
    isCa: true,
    issuer: '',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2036-01-01T00:00:00Z',
    daysRemaining: 3650,
    trusted,
    fingerprintSha256: '00',
    source: 'prox',
    file: '/ca.pem',
  };
}

test.each<[boolean | undefined, readonly (boolean | undefined)[], string]>([
  [true, [], 'yes'],
  [true, [true], 'yes'],
  [false, [], 'no'],
  [false, [false, false], 'no'],
  [undefined, [], 'unknown'],
  [false, [true, true], 'system no, browsers yes'],
  [true, [false], 'system yes, browsers no'],
  [true, [undefined], 'system yes, browsers unknown'],
  [false, [true, false], 'system no, browsers in part'],
])('trust of the system %s and of browsers %j is told as %s', (system, browsers, text) => {
  const [, row] = renderCerts([ca(system)], browsers, createPaint({hasColor: false})).split('\n');
  expect(row).toMatch(new RegExp(`3650 +${text} +/ca.pem$`));
});
