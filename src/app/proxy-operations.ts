import type {Config, ProxyConfig} from '../config/config.ts';
import {readRuntimeService} from '../config/runtime-service.ts';
import type {CertificateList} from '../core/certificate.ts';
import {ProxError} from '../core/errors.ts';
import type {FollowOptions, Prox} from '../core/prox.ts';
import type {
  RequestBatch,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestQuery,
  RequestRef,
} from '../core/request-record.ts';
import type {RouteInput, RouteList, RouteRef, RouteReport} from '../core/route.ts';
import type {Proxy} from '../proxy/proxy.ts';

type Operations = Pick<
  Prox,
  | 'requests'
  | 'followRequests'
  | 'request'
  | 'clearRequests'
  | 'routes'
  | 'addRoute'
  | 'removeRoute'
  | 'certs'
>;

/** What runs; a reload replaces it. */
interface CurrentConfig {
  readonly config: Config;
}

/** The operations that are about the proxy. */
export class ProxyOperations implements Operations {
  readonly #proxy: Proxy | undefined;
  readonly #current: CurrentConfig;

  constructor(proxy: Proxy | undefined, current: CurrentConfig) {
    this.#proxy = proxy;
    this.#current = current;
  }

  async requests(query: RequestQuery): Promise<RequestPage> {
    return this.#enabled.log.query(query);
  }

  followRequests(filter: RequestFilter, {signal}: FollowOptions): AsyncIterable<RequestBatch> {
    return this.#enabled.log.follow(filter, signal);
  }

  async request(input: RequestRef): Promise<RequestDetail> {
    return this.#enabled.log.detail(input);
  }

  async clearRequests(): Promise<void> {
    this.#enabled.log.clear();
  }

  async routes(): Promise<RouteList> {
    return {routes: this.#enabled.reports()};
  }

  async addRoute(input: RouteInput): Promise<RouteReport> {
    return this.#enabled.addRoute(readRuntimeService(input, this.#current.config.processes));
  }

  async removeRoute({subdomain}: RouteRef): Promise<void> {
    this.#enabled.routes.remove(subdomain);
  }

  async certs(): Promise<CertificateList> {
    return this.#enabled.certs();
  }

  get #enabled(): Proxy {
    if (this.#proxy !== undefined) return this.#proxy;
    throw new ProxError('PROXY_NOT_ENABLED', {
      hint: howToEnable(this.#current.config.dormantProxy),
    });
  }
}

function howToEnable(dormant: ProxyConfig | undefined): string {
  if (dormant === undefined) return 'prox was started with --no-proxy: start it without.';
  if (dormant.services.length > 0) {
    return 'prox.yaml says `enabled: false` under `proxy`: take that out, and restart prox.';
  }
  return 'Give a process in prox.yaml a port and `service: true`, or declare `services`, take out `proxy.enabled: false` if it is there, and restart prox.';
}
