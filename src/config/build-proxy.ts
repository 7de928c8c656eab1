import {resolve} from 'node:path';
import {isLoopback} from '../core/loopback.ts';
import type {
  CertsConfig,
  ProcessConfig,
  ProxyConfig,
  ServiceConfig,
  TargetConfig,
} from './config.ts';
import {atHome} from './home-path.ts';
import {proxy as proxySchema} from './proxy-schema.ts';
import type {CertsInput} from './proxy-schema.ts';
import type {FileInput} from './schema.ts';
import {withoutBrackets} from './service-fields.ts';
import type {ServiceInput} from './service-schema.ts';
import type {YamlPlaces} from './yaml-places.ts';

interface ProxySource {
  readonly input: FileInput;
  /** In the order of the file. */
  readonly processes: readonly ProcessConfig[];
  readonly places: YamlPlaces;
  readonly projectDir: string;
}

interface BuiltProxy {
  readonly isEnabled: boolean;
  readonly proxy: ProxyConfig;
}

/** Also what is not enabled is built, for the command line may turn it on. */
export function buildProxy(source: ProxySource): BuiltProxy {
  const {input, projectDir} = source;
  const written = input.proxy ?? proxySchema.parse({});
  const services = [...listedServices(source), ...servicesOfProcesses(source)];
  const proxy: ProxyConfig = {
    httpPort: portOrNone(written.http_port),
    httpsPort: portOrNone(written.https_port),
    http2: written.http2,
    hosts: written.host.map(withoutBrackets),
    domain: written.domain,
    capture: {
      enabled: written.capture.enabled,
      maxBodyBytes: written.capture.max_body_size,
      diskBudgetBytes: written.capture.disk_budget,
    },
    maxRequests: written.max_requests,
    holdMs: written.hold,
    services,
    certs: buildCerts(input.certs, projectDir),
  };
  const isMeant = input.proxy !== undefined || services.length > 0;
  return {isEnabled: input.proxy?.enabled ?? isMeant, proxy};
}

function portOrNone(port: number | false | undefined): number | undefined {
  return port === false ? undefined : port;
}

function buildCerts(certs: CertsInput, projectDir: string): CertsConfig {
  const absolute = (path: string): string => resolve(projectDir, atHome(path));
  return {
    dir: absolute(certs.dir),
    autoGenerate: certs.auto_generate,
    certFile: certs.cert_file === undefined ? undefined : absolute(certs.cert_file),
    keyFile: certs.key_file === undefined ? undefined : absolute(certs.key_file),
  };
}

function listedServices({input, processes, places}: ProxySource): readonly ServiceConfig[] {
  const place = (name: string): number => places.key(['services', name]);
  const names = Object.keys(input.services).toSorted((a, b) => place(a) - place(b));
  return names.flatMap(name =>
    (input.services[name] ?? []).map(service => buildService(name, service, processes)),
  );
}

/** Of `port: auto` (auto-ports.ts). */
const NOT_KNOWN_YET = 0;

/** Those with a `service` have a `port`: it has been checked. */
function servicesOfProcesses({input, processes}: ProxySource): readonly ServiceConfig[] {
  return processes.flatMap(({name, port = NOT_KNOWN_YET}) => {
    const service = input.processes[name]?.service;
    if (service === undefined) return [];
    const target: TargetConfig = {protocol: 'http', host: 'localhost', port};
    const serviceName = service === true ? name : service;
    return [{name: serviceName, pathPrefix: '', target, process: name, headers: {}}];
  });
}

export function buildService(
  name: string,
  service: ServiceInput,
  processes: readonly ProcessConfig[],
): ServiceConfig {
  return {
    name,
    pathPrefix: service.path_prefix ?? '',
    target: targetOf(service),
    process: service.process ?? processBehind(name, service, processes),
    headers: service.headers ?? {},
  };
}

/** One of `url` and `port` is there: the schema has checked. */
function targetOf({url, host = 'localhost', port = 0}: ServiceInput): TargetConfig {
  return url ?? {protocol: 'http', host: withoutBrackets(host), port};
}

/** The process of the same name, else the only one with the same port on this machine. */
function processBehind(
  name: string,
  service: ServiceInput,
  processes: readonly ProcessConfig[],
): string | undefined {
  const {host, port} = targetOf(service);
  const isHere = isLoopback(host);
  const isOutside = service.url !== undefined && !isHere;
  const isSame = (process: ProcessConfig): boolean =>
    process.name === name && process.kind === 'process';
  if (!isOutside && processes.some(isSame)) return name;
  const [candidate, ...others] = processes.filter(process => isHere && process.port === port);
  return others.length === 0 ? candidate?.name : undefined;
}
