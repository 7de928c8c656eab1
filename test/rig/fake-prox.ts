import type {CertificateList} from '../../src/core/certificate.ts';
import type {ConfigCheck, ConfigReport, ConfigVerdict} from '../../src/core/config-report.ts';
import type {
  AcknowledgedEvents,
  Acknowledgement,
  EventBatch,
  EventCount,
  EventPage,
  EventQuery,
  EventRef,
  EventStreamQuery,
} from '../../src/core/event.ts';
import type {LogBatch, LogEntry, LogFilter, LogPage, LogQuery} from '../../src/core/log-entry.ts';
import type {ProcessDetail, ProcessList} from '../../src/core/process-report.ts';
import type {
  FollowOptions,
  HealthReport,
  NoInput,
  ProcessRef,
  Prox,
  ReadyQuery,
  ReadyReport,
  ShutdownReport,
  SupervisorStatus,
  TerminalInput,
  TerminalSize,
  VersionReport,
} from '../../src/core/prox.ts';
import type {
  RequestBatch,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestQuery,
  RequestRef,
} from '../../src/core/request-record.ts';
import type {ReloadReport} from '../../src/core/reload-report.ts';
import type {RouteInput, RouteList, RouteRef, RouteReport} from '../../src/core/route.ts';
import type {ProcessStats, Stats, UsageList} from '../../src/core/stats.ts';
import type {StartUpReport} from '../../src/core/start-up-report.ts';
import type {WhyReport} from '../../src/core/why-report.ts';
import {Feed} from './feed.ts';
import {LIFECYCLE_SAMPLE} from './lifecycle-sample.ts';
import {OBSERVATION_SAMPLE} from './observation-sample.ts';
import {PROXY_SAMPLE} from './proxy-sample.ts';
import {sampleSummary} from './sample-summary.ts';

export interface FakeCall {
  readonly operation: keyof Prox;
  readonly input: unknown;
}

/** A prox without processes: it remembers what it was asked and answers what the test laid out. */
export class FakeProx implements Prox {
  readonly calls: FakeCall[] = [];
  /** The next calls fail with it. */
  failure: unknown;
  /** Changes and the shutdown answer when it resolves. */
  gate: Promise<void> = Promise.resolve();
  shutdownReport: ShutdownReport = {waited: false, failures: []};
  readyReport: ReadyReport = SAMPLE.ready;
  /** What readers of the logs get; the default says nothing until it is aborted. */
  logSource: (options: FollowOptions) => AsyncIterable<LogBatch> = silence;
  processSource: (options: FollowOptions) => AsyncIterable<ProcessList> = snapshotThenSilence;
  eventSource: (options: FollowOptions) => AsyncIterable<EventBatch> = silence;
  requestSource: (options: FollowOptions) => AsyncIterable<RequestBatch> = silence;
  /** Signals of all streams that were opened. */
  readonly signals: AbortSignal[] = [];

  async status(): Promise<SupervisorStatus> {
    return this.#answer('status', undefined, SAMPLE.status);
  }

  async health(): Promise<HealthReport> {
    return this.#answer('health', undefined, SAMPLE.health);
  }

  async version(): Promise<VersionReport> {
    return this.#answer('version', undefined, SAMPLE.version);
  }

  async ready(input: ReadyQuery): Promise<ReadyReport> {
    return this.#answer('ready', input, this.readyReport);
  }

  async processes(): Promise<ProcessList> {
    return this.#answer('processes', undefined, SAMPLE.processes);
  }

  async process(input: ProcessRef): Promise<ProcessDetail> {
    return this.#answer('process', input, SAMPLE.process);
  }

  followProcesses(input: NoInput, options: FollowOptions): AsyncIterable<ProcessList> {
    this.signals.push(options.signal);
    return this.#answer('followProcesses', input, this.processSource(options));
  }

  async start(input: ProcessRef): Promise<void> {
    await this.#answer('start', input, this.gate);
  }

  async stop(input: ProcessRef): Promise<void> {
    await this.#answer('stop', input, this.gate);
  }

  async restart(input: ProcessRef): Promise<void> {
    await this.#answer('restart', input, this.gate);
  }

  async send(input: TerminalInput): Promise<void> {
    await this.#answer('send', input, this.gate);
  }

  async resize(input: TerminalSize): Promise<void> {
    await this.#answer('resize', input, this.gate);
  }

  async why(input: ProcessRef): Promise<WhyReport> {
    return this.#answer('why', input, SAMPLE.why);
  }

  async startUp(): Promise<StartUpReport> {
    return this.#answer('startUp', undefined, SAMPLE.startUp);
  }

  async stats(): Promise<Stats> {
    return this.#answer('stats', undefined, SAMPLE.stats);
  }

  async processStats(input: ProcessRef): Promise<ProcessStats> {
    return this.#answer('processStats', input, SAMPLE.processStats);
  }

  async usage(): Promise<UsageList> {
    return this.#answer('usage', undefined, SAMPLE.usage);
  }

  async config(): Promise<ConfigReport> {
    return this.#answer('config', undefined, SAMPLE.config);
  }

  async validateConfig(input: ConfigCheck): Promise<ConfigVerdict> {
    return this.#answer('validateConfig', input, SAMPLE.validateConfig);
  }

  async reload(input: {readonly dryRun?: boolean}): Promise<ReloadReport> {
    return this.#answer('reload', input, SAMPLE.reload);
  }

  async logs(query: LogQuery): Promise<LogPage> {
    return this.#answer('logs', query, SAMPLE.logs);
  }

  followLogs(filter: LogFilter, options: FollowOptions): AsyncIterable<LogBatch> {
    this.signals.push(options.signal);
    return this.#answer('followLogs', filter, this.logSource(options));
  }

  async events(query: EventQuery): Promise<EventPage> {
    return this.#answer('events', query, SAMPLE.events);
  }

  async countEvents(): Promise<EventCount> {
    return this.#answer('countEvents', undefined, SAMPLE.countEvents);
  }

  followEvents(query: EventStreamQuery, options: FollowOptions): AsyncIterable<EventBatch> {
    this.signals.push(options.signal);
    return this.#answer('followEvents', query, this.eventSource(options));
  }

  async acknowledgeEvent(input: EventRef): Promise<void> {
    await this.#answer('acknowledgeEvent', input, this.gate);
  }

  async acknowledgeEvents(input: Acknowledgement): Promise<AcknowledgedEvents> {
    return this.#answer('acknowledgeEvents', input, SAMPLE.acknowledgeEvents);
  }

  async requests(query: RequestQuery): Promise<RequestPage> {
    return this.#answer('requests', query, SAMPLE.requests);
  }

  followRequests(filter: RequestFilter, options: FollowOptions): AsyncIterable<RequestBatch> {
    this.signals.push(options.signal);
    return this.#answer('followRequests', filter, this.requestSource(options));
  }

  async request(input: RequestRef): Promise<RequestDetail> {
    return this.#answer('request', input, SAMPLE.request);
  }

  async clearRequests(): Promise<void> {
    await this.#answer('clearRequests', undefined, this.gate);
  }

  async routes(): Promise<RouteList> {
    return this.#answer('routes', undefined, SAMPLE.routes);
  }

  async addRoute(input: RouteInput): Promise<RouteReport> {
    return this.#answer('addRoute', input, SAMPLE.addRoute);
  }

  async removeRoute(input: RouteRef): Promise<void> {
    await this.#answer('removeRoute', input, this.gate);
  }

  async certs(): Promise<CertificateList> {
    return this.#answer('certs', undefined, SAMPLE.certs);
  }

  async shutdown(input: {readonly wait?: boolean}): Promise<ShutdownReport> {
    await this.gate;
    return this.#answer('shutdown', input, this.shutdownReport);
  }

  #answer<T>(operation: keyof Prox, input: unknown, answer: T): T {
    this.calls.push({operation, input});
    if (this.failure !== undefined) throw this.failure;
    return answer;
  }
}

export function logEntry(seq: number, changes: Partial<LogEntry> = {}): LogEntry {
  const timestamp = Date.UTC(2026, 0, 1, 10, 32, 1, 250);
  return {seq, timestamp, process: 'web', stream: 'stdout', line: `line ${seq}`, ...changes};
}

function silence<T>({signal}: FollowOptions): AsyncIterable<T> {
  return new Feed<T>().read(signal);
}

function snapshotThenSilence({signal}: FollowOptions): AsyncIterable<ProcessList> {
  const feed = new Feed<ProcessList>();
  feed.push(SAMPLE.processes);
  return feed.read(signal);
}

const web = sampleSummary();

/** The answers of a FakeProx. */
export const SAMPLE = {
  status: {
    status: 'running',
    uptimeSeconds: 7200,
    configFile: '/abs/prox.yaml',
    apiVersion: 'v1',
    version: '0.1.0',
    pid: 1234,
    projectDir: '/abs',
    configChanged: false,
    proxy: {enabled: true, httpPort: 6788, httpsPort: undefined, domain: 'localhost'},
    warnings: [{code: 'X', message: 'odd', hint: undefined}],
  },
  health: {
    status: 'ok',
    version: '0.1.0',
    uptimeSeconds: 7200,
    processes: {total: 2, running: 1, unhealthy: 0},
  },
  version: {
    version: '0.1.0',
    gitCommit: undefined,
    buildTime: undefined,
    nodeVersion: '20.19.0',
    platform: 'linux',
    apiVersion: 'v1',
  },
  processes: {
    processes: [
      web,
      {
        ...web,
        name: 'api',
        status: 'crashed',
        pid: 0,
        exitCode: 1,
        port: undefined,
        url: undefined,
      },
    ],
  },
  process: {
    ...web,
    healthcheck: {enabled: false, lastCheck: undefined, lastOutput: '', consecutiveFailures: 0},
    cmd: ['node', 'server.js'],
    env: {API_KEY: '[REDACTED]', nodeEnv: 'dev', snake_case: 'kept'},
    cwd: '/abs/web',
    stopTimeoutMs: 10_000,
    restartPolicy: 'no',
    watch: undefined,
    tty: false,
    reason: undefined,
  },
  logs: {
    logs: [logEntry(1), logEntry(2, {stream: 'stderr', line: 'cut', truncated: true})],
    filteredCount: 2,
    totalCount: 9,
    nextSeq: 2,
    dropped: 0,
  },
  ...LIFECYCLE_SAMPLE,
  ...OBSERVATION_SAMPLE,
  ...PROXY_SAMPLE,
} as const satisfies {
  readonly status: SupervisorStatus;
  readonly health: HealthReport;
  readonly version: VersionReport;
  readonly processes: ProcessList;
  readonly process: ProcessDetail;
  readonly logs: LogPage;
};
