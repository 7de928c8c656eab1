import type {CertificateList} from '../../src/core/certificate.ts';
import type {
  CapturedBody,
  RequestDetail,
  RequestPage,
  RequestRecord,
} from '../../src/core/request-record.ts';
import type {RouteList, RouteReport} from '../../src/core/route.ts';

export function requestRecord(changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: '00000a1',
    timestamp: '2026-01-01T10:32:01.250Z',
    method: 'POST',
    url: '/orders?page=2',
    subdomain: 'web',
    statusCode: 201,
    durationMs: 12.5,
    remoteAddr: '127.0.0.1',
    host: 'web.localhost:6788',
    process: 'web',
    protocol: 'http',
    tls: false,
    bytesIn: 17,
    bytesOut: 2048,
    error: undefined,
    inFlight: false,
    ...changes,
  };
}

const webRoute: RouteReport = {
  subdomain: 'web',
  url: 'http://web.localhost:6788',
  urls: {http: 'http://web.localhost:6788', https: undefined},
  pathPrefix: undefined,
  target: {host: 'localhost', port: 3000, url: 'http://localhost:3000'},
  process: 'web',
  processStatus: 'running',
  processReason: undefined,
  source: 'config',
  state: 'active',
  stats: {
    requests: 3,
    errors: 0,
    inFlight: 1,
    bytesIn: 17,
    bytesOut: 2048,
    lastRequestAt: '2026-01-01T10:32:01.250Z',
  },
  expiresAt: undefined,
};

const addedRoute: RouteReport = {
  ...webRoute,
  subdomain: 'docs',
  url: 'http://docs.localhost:6788',
  urls: {http: 'http://docs.localhost:6788', https: 'https://docs.localhost:6789'},
  process: undefined,
  processStatus: undefined,
  source: 'runtime',
  state: 'unknown',
  stats: {requests: 0, errors: 0, inFlight: 0, bytesIn: 0, bytesOut: 0, lastRequestAt: undefined},
  expiresAt: '2026-01-01T10:42:01.250Z',
};

const noBody: CapturedBody = {
  size: 0,
  capturedSize: 0,
  truncated: false,
  contentType: undefined,
  contentEncoding: undefined,
  isBinary: false,
  data: '',
};

/** What a FakeProx answers about its proxy. */
export const PROXY_SAMPLE = {
  requests: {
    requests: [
      requestRecord({id: '00000a2', statusCode: undefined, process: undefined, inFlight: true}),
      requestRecord({statusCode: 502, error: 'connection refused'}),
    ],
    filteredCount: 2,
    totalCount: 7,
  },
  request: {
    ...requestRecord(),
    details: {
      requestHeaders: {
        host: 'web.localhost:6788',
        authorization: '[REDACTED]',
        'x-trace-id': '1',
        snake_case: 'kept',
      },
      responseHeaders: {'content-type': 'application/json', 'set-cookie': ['[REDACTED]', 'b']},
      requestBody: {
        ...noBody,
        size: 17,
        capturedSize: 17,
        contentType: 'text/plain',
        data: 'hello',
      },
      responseBody: {...noBody, size: 2048, capturedSize: 1024, truncated: true, data: undefined},
    },
  },
  routes: {routes: [webRoute, addedRoute]},
  addRoute: addedRoute,
  certs: {
    certs: [
      {
        domains: ['web.localhost'],
        isCa: false,
        issuer: 'prox CA',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2026-12-31T00:00:00.000Z',
        daysRemaining: 364,
        trusted: undefined,
        fingerprintSha256: 'ab'.repeat(32),
        source: 'prox',
        file: '/home/dev/.prox/certs/leaves/web.localhost.pem',
      },
    ],
  },
} as const satisfies {
  readonly requests: RequestPage;
  readonly request: RequestDetail;
  readonly routes: RouteList;
  readonly addRoute: RouteReport;
  readonly certs: CertificateList;
};
