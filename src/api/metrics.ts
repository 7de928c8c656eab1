import type {EventCount} from '../core/event.ts';
import type {Health} from '../core/health.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import {PROCESS_STATUSES} from '../core/process-state.ts';
import type {Prox, VersionReport} from '../core/prox.ts';
import type {ProcessUsage, Stats} from '../core/stats.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What all series are made from. */
interface Facts {
  readonly version: VersionReport;
  readonly stats: Stats;
  readonly processes: readonly ProcessSummary[];
  readonly usages: readonly ProcessUsage[];
  readonly events: EventCount;
}

interface Sample {
  /** Their values are names of prox.yaml or words of a fixed list: nobody else can make up series. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: (facts: Facts) => readonly Sample[];
}

const HEALTH_VALUES: Readonly<Record<Health, readonly number[]>> = {
  healthy: [1],
  unhealthy: [0],
  unknown: [],
};

/** Names and units follow https://prometheus.io/docs/practices/naming/. */
const METRICS: Readonly<Record<string, Metric>> = {
  prox_info: {
    type: 'gauge',
    help: 'Always 1; the version of prox is a label',
    samples: ({version: {version}}) => [{labels: {version}, value: 1}],
  },
  prox_uptime_seconds: gauge('Since prox was started', stats => stats.uptimeSeconds),
  prox_cpu_ratio: gauge('What prox itself uses; 1 is one core', ratioOf),
  prox_memory_bytes: gauge('Resident, of prox itself', stats => stats.memoryBytes),
  prox_restarts_total: counter('Restarts of processes', stats => stats.restarts),
  prox_crashes_total: counter('Crashes of processes', stats => stats.crashes),
  prox_log_lines_total: counter('Lines that the processes wrote', stats => stats.logLines),
  prox_log_bytes_total: counter('Bytes that the processes wrote', stats => stats.logBytes),
  prox_events_unacknowledged: {
    type: 'gauge',
    help: 'Events that nobody has acknowledged',
    samples: ({events: {bySeverity}}) =>
      Object.entries(bySeverity).map(([severity, value]) => ({labels: {severity}, value})),
  },
  prox_process_up: ofProcesses('gauge', 'Whether it runs; of a dependency, whether it is there', {
    labels: ({kind}) => ({kind}),
    values: ({status}) => [Number(status === 'running')],
  }),
  prox_process_status: {
    type: 'gauge',
    help: '1 for the status that it has, 0 for the others',
    samples: ({processes}) =>
      processes.flatMap(process =>
        PROCESS_STATUSES.map(status => ({
          labels: {process: process.name, status},
          value: Number(process.status === status),
        })),
      ),
  },
  prox_process_ready: ofProcesses('gauge', 'Whether it does what others wait for', {
    values: ({ready}) => [Number(ready)],
  }),
  prox_process_healthy: ofProcesses('gauge', 'Of those whose health is known', {
    values: ({health}) => HEALTH_VALUES[health],
  }),
  prox_process_uptime_seconds: ofProcesses('gauge', 'Of its run; 0 when there is none', {
    values: ({uptimeSeconds}) => [uptimeSeconds],
  }),
  prox_process_restarts_total: ofProcesses('counter', 'How often it was started again', {
    values: ({restarts}) => [restarts],
  }),
  prox_process_cpu_ratio: ofUsages('gauge', 'Of its whole tree; 1 is one core', ratioOf),
  prox_process_memory_bytes: ofUsages(
    'gauge',
    'Resident, of its whole tree',
    ({memoryBytes}) => memoryBytes,
  ),
  prox_process_log_lines_total: ofUsages('counter', 'Lines that it wrote', ({lines}) => lines),
  prox_proxy_requests_total: counter('Requests that came', stats => stats.proxyRequests),
  prox_proxy_errors_total: counter(
    'Answers of 500 and above, and those that broke off',
    stats => stats.proxyErrors,
  ),
  prox_proxy_request_bytes_total: counter('Of request bodies', stats => stats.proxyBytesIn),
  prox_proxy_response_bytes_total: counter('Of response bodies', stats => stats.proxyBytesOut),
  prox_proxy_connections: gauge(
    'Open now, of clients and to targets',
    stats => stats.proxyConnections,
  ),
};

/** Prometheus text of what `prox` says of itself. */
export async function renderMetrics(prox: Prox): Promise<string> {
  const [{Registry, Gauge, Counter}, facts] = await Promise.all([
    import('prom-client'),
    collectFacts(prox),
  ]);
  // One of its own for each scrape: what is gone since the last leaves no series behind.
  const registry = new Registry();
  for (const [name, {type, help, samples}] of Object.entries(METRICS)) {
    const found = samples(facts);
    if (found.length === 0) continue; // without labels it would say 0
    const labelNames = Object.keys(found[0]?.labels ?? {});
    const Kind = type === 'gauge' ? Gauge : Counter;
    const metric = new Kind({name, help, labelNames, registers: [registry]});
    for (const {labels = {}, value} of found) metric.inc(labels, value);
  }
  return registry.metrics();
}

async function collectFacts(prox: Prox): Promise<Facts> {
  const [version, stats, {processes}, {processes: usages}, events] = await Promise.all([
    prox.version(),
    prox.stats(),
    prox.processes(),
    prox.usage(),
    prox.countEvents(),
  ]);
  return {version, stats, processes, usages, events};
}

function gauge(help: string, valueOf: (stats: Stats) => number): Metric {
  return {type: 'gauge', help, samples: ({stats}) => [{value: valueOf(stats)}]};
}

function counter(help: string, valueOf: (stats: Stats) => number): Metric {
  return {type: 'counter', help, samples: ({stats}) => [{value: valueOf(stats)}]};
}

interface ProcessSeries {
  readonly labels?: (process: ProcessSummary) => Readonly<Record<string, string>>;
  /** Empty: there is nothing to tell. */
  readonly values: (process: ProcessSummary) => readonly number[];
}

function ofProcesses(
  type: Metric['type'],
  help: string,
  {labels = () => ({}), values}: ProcessSeries,
): Metric {
  return {
    type,
    help,
    samples: ({processes}) =>
      processes.flatMap(process =>
        values(process).map(value => ({
          labels: {process: process.name, ...labels(process)},
          value,
        })),
      ),
  };
}

function ofUsages(
  type: Metric['type'],
  help: string,
  valueOf: (usage: ProcessUsage) => number,
): Metric {
  return {
    type,
    help,
    samples: ({usages}) =>
      usages.map(usage => ({labels: {process: usage.name}, value: valueOf(usage)})),
  };
}

function ratioOf({cpuPercent}: {readonly cpuPercent: number}): number {
  return cpuPercent / 100;
}
