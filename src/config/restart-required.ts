import type {
  ApiConfig,
  CaptureConfig,
  CertsConfig,
  Config,
  LogsConfig,
  ProxyConfig,
} from './config.ts';
import {differences} from './differences.ts';

type Names<T> = Readonly<Record<keyof T, string>>;

const API: Names<ApiConfig> = {
  port: 'api.port',
  host: 'api.host',
  auth: 'api.auth',
  token: 'api.token',
  allowedHosts: 'api.allowed_hosts',
  corsOrigins: 'api.cors_origins',
};

const LOGS: Names<LogsConfig> = {
  maxLines: 'logs.max_lines',
  maxBytes: 'logs.max_bytes',
  maxLineBytes: 'logs.max_line_bytes',
};

const PROXY: Names<Omit<ProxyConfig, 'capture' | 'certs' | 'services'>> = {
  httpPort: 'proxy.http_port',
  httpsPort: 'proxy.https_port',
  http2: 'proxy.http2',
  hosts: 'proxy.host',
  domain: 'proxy.domain',
  maxRequests: 'proxy.max_requests',
  holdMs: 'proxy.hold',
};

const CAPTURE: Names<CaptureConfig> = {
  enabled: 'proxy.capture.enabled',
  maxBodyBytes: 'proxy.capture.max_body_size',
  diskBudgetBytes: 'proxy.capture.disk_budget',
};

const CERTS: Names<CertsConfig> = {
  dir: 'certs.dir',
  autoGenerate: 'certs.auto_generate',
  certFile: 'certs.cert_file',
  keyFile: 'certs.key_file',
};

/** Keys of prox.yaml that differ and that prox reads only when it starts, in the order of the reference. */
export function restartRequired(running: Config, next: Config): readonly string[] {
  return [
    ...differences(API, running.api, next.api),
    ...differences(LOGS, running.logs, next.logs),
    ...ofProxy(running.proxy, next.proxy),
  ];
}

function ofProxy(
  running: ProxyConfig | undefined,
  next: ProxyConfig | undefined,
): readonly string[] {
  if (running === undefined || next === undefined) return running === next ? [] : ['proxy'];
  return [
    ...differences(PROXY, running, next),
    ...differences(CAPTURE, running.capture, next.capture),
    ...differences(CERTS, running.certs, next.certs),
  ];
}
