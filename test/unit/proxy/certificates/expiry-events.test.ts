import {expect, it} from 'vitest';
import type {CertificateReport} from '../../../../src/core/certificate.ts';
import type {EventReport} from '../../../../src/core/event.ts';
import {ExpiryEvents} from '../../../../src/proxy/certificates/expiry-events.ts';

const OWN: CertificateReport = {
  domains: ['dev.example'],
  isCa: false,
  issuer: 'CN=x',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2026-02-01T00:00:00.000Z',
  daysRemaining: 13,
  trusted: undefined,
  fingerprintSha256: 'ab',
  source: 'file',
  file: '/certs/dev.pem',
};

function setUp() {
  const events: EventReport[] = [];
  return {events, expiry: new ExpiryEvents(event => events.push(event))};
}

it('a certificate that ends soon is told once, however often it is looked at', () => {
  const {events, expiry} = setUp();
  expiry.note({certs: [OWN]});
  expiry.note({certs: [{...OWN, daysRemaining: 12}]});
  expect(events).toEqual([
    {
      type: 'cert.expiring',
      message: 'the certificate of dev.example ends in 13 days',
      details: {
        domains: ['dev.example'],
        daysRemaining: 13,
        notAfter: '2026-02-01T00:00:00.000Z',
        fingerprintSha256: 'ab',
        file: '/certs/dev.pem',
      },
    },
  ]);
});

it('one that has ended is told as such, and so is the CA of prox', () => {
  const {events, expiry} = setUp();
  const ca: CertificateReport = {
    ...OWN,
    domains: ['prox CA'],
    isCa: true,
    source: 'prox',
    fingerprintSha256: 'cd',
  };
  expiry.note({certs: [{...OWN, daysRemaining: -1}, ca]});
  expect(events.map(({message}) => message)).toEqual([
    'the certificate of dev.example has ended',
    'the CA prox CA ends in 13 days',
  ]);
});

it('one that lasts is not told, nor one that prox renews by itself', () => {
  const {events, expiry} = setUp();
  const certs = [
    {...OWN, daysRemaining: 14},
    {...OWN, daysRemaining: 2, source: 'mkcert'} as const,
    {...OWN, daysRemaining: 2, source: 'prox'} as const,
  ];
  expiry.note({certs});
  expect(events).toEqual([]);
});
