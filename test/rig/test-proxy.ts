import {mkdtemp, rm} from 'node:fs/promises';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {ProxyConfig, ServiceConfig, TargetConfig} from '../../src/config/config.ts';
import {systemClock, type Clock} from '../../src/core/clock.ts';
import type {EventReport} from '../../src/core/event.ts';
import {warningText} from '../../src/core/warning.ts';
import type {RequestRecord} from '../../src/core/request-record.ts';
import {Proxy} from '../../src/proxy/proxy.ts';
import {FakeProcesses} from './fake-processes.ts';
import {Mailbox} from './mailbox.ts';
import {RawConnection, type RawConnectOptions} from './raw-http.ts';
import {SocketLeaks} from './socket-leaks.ts';
import {collect} from './target-server.ts';
import {UncaughtErrors} from './uncaught-errors.ts';

export interface TestProxyOptions {
  readonly services: readonly ServiceConfig[];
  readonly config?: Partial<ProxyConfig>;
  readonly clock?: Clock;
  readonly captureDir?: string;
}

export interface ProxyCall {
  readonly method?: string;
  readonly path?: string;
  /** What goes into Host, `app.localhost` unless told; the address is always that of the proxy. */
  readonly host?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly message: IncomingMessage;
  readonly body: Buffer;
  readonly text: string;
}

export interface OpenExchange {
  readonly request: ClientRequest;
  /** Resolves with the head of the answer, its body unread. */
  readonly response: Promise<IncomingMessage>;
}

type ServiceChanges = Partial<Omit<ServiceConfig, 'name' | 'target'>>;

/** A row for `services`; a target is anything that has a port of this machine. */
export function service(
  name: string,
  target: {readonly port: number} & Partial<TargetConfig>,
  changes: ServiceChanges = {},
): ServiceConfig {
  const {protocol = 'http', host = '127.0.0.1', port} = target;
  const defaults = {pathPrefix: '', process: undefined, headers: {}};
  return {name, target: {protocol, host, port}, ...defaults, ...changes};
}

/**
 * The real proxy on free ports of the loopback, the processes behind it as the test says. Its end fails when
 * a socket is left in this process, or an error went past everybody.
 */
export class TestProxy implements AsyncDisposable {
  readonly processes: FakeProcesses;
  /** What the proxy had to say. */
  readonly said: string[] = [];
  /** What it reported. */
  readonly events: EventReport[] = [];
  readonly dir: string;
  readonly proxy: Proxy;
  httpPort = 0;
  httpsPort = 0;
  readonly #errors = new UncaughtErrors();
  readonly #leaks = new SocketLeaks();
  readonly #clients: {destroy: () => unknown}[] = [];
  readonly #finished = new Mailbox<RequestRecord>();
  readonly #end = new AbortController();

  static async create(options: TestProxyOptions): Promise<TestProxy> {
    const proxy = new TestProxy(await mkdtemp(join(tmpdir(), 'prox-proxy-')), options);
    const {httpPort = 0, httpsPort = 0} = await proxy.proxy.listen();
    proxy.httpPort = httpPort;
    proxy.httpsPort = httpsPort;
    return proxy;
  }

  private constructor(dir: string, {services, config, clock, captureDir}: TestProxyOptions) {
    this.dir = dir;
    this.processes = new FakeProcesses(clock);
    this.proxy = new Proxy({
      config: {...defaultConfig(dir), services, ...config},
      clock: clock ?? systemClock,
      processes: this.processes,
      captureDir: captureDir ?? join(dir, 'capture'),
      env: {},
      say: text => this.said.push(text),
      warn: warning => this.said.push(warningText(warning)),
      report: event => this.events.push(event),
    });
    void this.#follow();
  }

  /** The whole answer to one request on a connection of its own. */
  async call(call: ProxyCall = {}): Promise<ProxyAnswer> {
    const {request, response} = this.open(call);
    request.end(call.body);
    const message = await response;
    const body = Buffer.concat(await collect(message));
    return {status: message.statusCode ?? 0, message, body, text: body.toString()};
  }

  /** Begins a request whose body the test writes and ends. */
  open({
    method = 'GET',
    path = '/',
    host = 'app.localhost',
    headers,
  }: ProxyCall = {}): OpenExchange {
    const request = httpRequest({
      host: '127.0.0.1',
      port: this.httpPort,
      method,
      path,
      headers: {host, ...headers},
      agent: false,
    });
    this.#clients.push(request);
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', reject);
    });
    response.catch(() => {}); // a test that breaks the request off does not look at its answer
    return {request, response};
  }

  /** A connection to the HTTP listener on which the test writes bytes. */
  async raw(options: RawConnectOptions = {}): Promise<RawConnection> {
    const connection = await RawConnection.open(this.httpPort, options);
    this.#clients.push(connection);
    return connection;
  }

  /** Destroys it at the end, whatever the test has done. */
  adopt<T extends {destroy: () => unknown}>(client: T): T {
    this.#clients.push(client);
    return client;
  }

  /** The record of the next exchange that finishes, in order. */
  async finished(): Promise<RequestRecord> {
    return this.#finished.next();
  }

  /** The records held, oldest first. */
  get records(): readonly RequestRecord[] {
    return this.proxy.log.query({limit: 1000}).requests.toReversed();
  }

  /** Resolves when so many exchanges are in flight. */
  async inFlight(count: number): Promise<void> {
    while (this.proxy.log.inFlight !== count) await setImmediate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    this.#end.abort();
    await this.proxy.close();
    await rm(this.dir, {recursive: true, force: true});
    await this.#noConnection();
    await this.#leaks.check();
    this.#errors.check();
  }

  /** Closing destroys them all; they are gone a turn later. */
  async #noConnection(): Promise<void> {
    await setImmediate();
    await setImmediate();
    const {connections} = this.proxy;
    if (connections > 0) throw new Error(`the proxy still counts ${connections} connections`);
  }

  async #follow(): Promise<void> {
    for await (const {requests} of this.proxy.log.follow({}, this.#end.signal)) {
      for (const request of requests) this.#finished.put(request);
    }
  }
}

function defaultConfig(dir: string): ProxyConfig {
  return {
    httpPort: 0,
    httpsPort: undefined,
    http2: 'auto',
    hosts: ['127.0.0.1'],
    domain: 'localhost',
    capture: {enabled: false, maxBodyBytes: 1_048_576, diskBudgetBytes: 209_715_200},
    maxRequests: 1000,
    holdMs: 30_000,
    services: [],
    certs: {
      dir: join(dir, 'certs'),
      autoGenerate: true,
      certFile: undefined,
      keyFile: undefined,
    },
  };
}
