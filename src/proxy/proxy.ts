import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {ProxyConfig, ServiceConfig} from '../config/config.ts';
import type {RuntimeService} from '../config/runtime-service.ts';
import type {CertificateList} from '../core/certificate.ts';
import type {Clock, Timer} from '../core/clock.ts';
import type {ReportEvent} from '../core/event.ts';
import {isLoopback} from '../core/loopback.ts';
import type {RouteReport} from '../core/route.ts';
import type {Warning} from '../core/warning.ts';
import {Capture} from './capture/capture.ts';
import {CertificateStore} from './certificates/certificate-store.ts';
import {ExpiryEvents} from './certificates/expiry-events.ts';
import {Hold} from './exchange/hold.ts';
import {tuneMemory} from './tune-memory.ts';
import {Listeners, type ListenerOptions} from './listeners/listeners.ts';
import type {ProcessWatch} from './process-watch.ts';
import {Reception} from './reception.ts';
import {RequestLog} from './request-log/request-log.ts';
import {reachEvent} from './routes/reach-event.ts';
import {reportRoute, type Ports} from './routes/route-report.ts';
import type {Route} from './routes/route.ts';
import {RouteTable} from './routes/route-table.ts';
import {Traffic} from './traffic.ts';

export interface ProxyOptions {
  readonly config: ProxyConfig;
  readonly clock: Clock;
  readonly processes: ProcessWatch;
  /** Belongs to the proxy alone. */
  readonly captureDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Is told what a user should know. */
  readonly say: (text: string) => void;
  /** As `say`, of what is to be mended. */
  readonly warn: (warning: Warning) => void;
  readonly report: ReportEvent;
}

/** Whether Node can be told to bear the many streams that a browser cancels (`streamResetBurst`). */
const BEARS_RESETS = isAtLeast(process.versions.node, [22, 11]);

const DAY_MS = 24 * 3_600_000;

/** The dev proxy (docs/guides/proxy.md): listeners, routes, and the log of all requests. */
export class Proxy {
  readonly log: RequestLog;
  readonly routes: RouteTable;
  readonly traffic: Traffic;
  readonly #options: ProxyOptions;
  readonly #capture: Capture | undefined;
  readonly #reception: Reception;
  readonly #listeners: Listeners[] = [];
  readonly #expiry: ExpiryEvents;
  #renewal: Timer | undefined;
  #certificates: CertificateStore | undefined;
  #ports: Ports = {http: undefined, https: undefined};

  constructor(options: ProxyOptions) {
    const {config, clock, processes, captureDir, say, report} = options;
    this.#options = options;
    this.#expiry = new ExpiryEvents(report);
    const {enabled, ...bounds} = config.capture;
    this.#capture = enabled ? new Capture({...bounds, dir: captureDir, say}) : undefined;
    this.log = new RequestLog({clock, maxRequests: config.maxRequests, capture: this.#capture});
    this.routes = new RouteTable({
      domain: config.domain,
      services: config.services,
      clock,
      portOf: name => processes.process(name)?.port,
      onReach: (route, change) => report(reachEvent(route, change)),
    });
    this.traffic = new Traffic(clock);
    this.#reception = new Reception({
      routes: this.routes,
      log: this.log,
      traffic: this.traffic,
      hold: new Hold({processes, clock, holdMs: config.holdMs}),
      processes,
      clock,
      report: () => this.reports(),
    });
  }

  get ports(): Ports {
    return this.#ports;
  }

  /** Connections that are open, of clients and to targets. */
  get connections(): number {
    const ofClients = this.#listeners.reduce((sum, {connections}) => sum + connections, 0);
    return this.routes.all.reduce((sum, {target}) => sum + target.connections, ofClients);
  }

  /** In PEM, for NODE_EXTRA_CA_CERTS of the children. */
  get caFile(): string | undefined {
    return this.#certificates?.caFile;
  }

  /** @throws ProxError PORT_IN_USE, START_FAILED, CERTIFICATE_INVALID */
  async listen(): Promise<{httpPort: number | undefined; httpsPort: number | undefined}> {
    const {httpPort, httpsPort} = this.#options.config;
    tuneMemory();
    await this.#capture?.open();
    try {
      const http = httpPort === undefined ? undefined : await this.#open(httpPort, undefined);
      const https = httpsPort === undefined ? undefined : await this.#openTls(httpsPort);
      this.#ports = {http, https};
      this.#warnOfStrangers();
      return {httpPort: http, httpsPort: https};
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#renewal?.cancel();
    await Promise.all(this.#listeners.map(async listeners => listeners.close()));
    this.routes.close();
    await this.#capture?.close();
  }

  reports(): readonly RouteReport[] {
    return this.routes.all.map(route => this.#report(route));
  }

  /** @throws ProxError ROUTE_EXISTS */
  addRoute({service, ttlMs}: RuntimeService): RouteReport {
    return this.#report(this.routes.add(service, ttlMs));
  }

  /** The services of prox.yaml from now on; what is under way on one that goes, goes on to its end. */
  replaceConfigured(services: readonly ServiceConfig[]): void {
    for (const name of this.routes.replaceConfigured(services)) {
      this.#options.say(`the route ${name} gives way to the service of that name in prox.yaml`);
    }
  }

  async certs(): Promise<CertificateList> {
    return (await this.#certificates?.list()) ?? {certs: []};
  }

  #report(route: Route): RouteReport {
    const {config, processes} = this.#options;
    return reportRoute(route, {domain: config.domain, ports: this.#ports, processes});
  }

  #warnOfStrangers(): void {
    const {config, warn} = this.#options;
    const open = config.hosts.filter(host => !isLoopback(host));
    if (open.length === 0) return;
    warn({
      code: 'PROXY_EXPOSED',
      message: `every machine of the network can reach the services, as the proxy listens on ${open.join(', ')}`,
      hint: 'without `proxy.host` it is for this machine alone',
    });
  }

  async #open(port: number, tls: ListenerOptions['tls']): Promise<number> {
    const reception = this.#reception;
    const listeners = new Listeners({
      tls,
      handlers: {
        onRequest: (request, response) => reception.takeRequest(request, response),
        onUpgrade: (request: IncomingMessage, socket: Socket, head) =>
          reception.takeUpgrade(request, {socket, head}),
        onConnect: (request, response) => reception.takeConnect(request, response),
      },
    });
    const bound = await listeners.listen({hosts: this.#options.config.hosts, port});
    this.#listeners.push(listeners);
    return bound;
  }

  /** The store renews what is about to end, when it is asked; the default is not asked for at each handshake. */
  #renewDaily(store: CertificateStore): void {
    const {clock, say} = this.#options;
    this.#noteExpiry(store);
    this.#renewal = clock.after(DAY_MS, () => {
      this.#renewDaily(store);
      void store.defaultPem().then(
        pem => this.#listeners.forEach(listeners => listeners.replaceDefault(pem)),
        (error: unknown) => say(`the certificate could not be renewed: ${String(error)}`),
      );
    });
  }

  #noteExpiry(store: CertificateStore): void {
    void store.list().then(
      list => this.#expiry.note(list),
      (error: unknown) => this.#options.say(`the certificates could not be read: ${String(error)}`),
    );
  }

  async #openTls(port: number): Promise<number> {
    const {config, clock, env, say, warn} = this.#options;
    const {certs, domain, http2} = config;
    const store = await CertificateStore.open({config: certs, domain, clock, env, say, warn});
    this.#certificates = store;
    const bound = await this.#open(port, {
      defaultPem: await store.defaultPem(),
      contextFor: async name => store.contextFor(name),
      isHttp2: http2 === 'auto' ? BEARS_RESETS : http2,
    });
    this.#renewDaily(store);
    return bound;
  }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map(Number);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}
