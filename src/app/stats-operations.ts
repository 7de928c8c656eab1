import {redactLine} from '../config/redact-command.ts';
import type {ProcessRef, Prox} from '../core/prox.ts';
import type {ChildStats, ProcessStats, Stats, Usage, UsageList} from '../core/stats.ts';
import {groupForOne} from '../core/unknown-process.ts';
import type {Proxy} from '../proxy/proxy.ts';
import type {Supervisor} from '../supervisor/supervisor.ts';
import {EventOperations, type EventParts} from './event-operations.ts';
import {membersOf} from './group-members.ts';
import {OwnUsage, readOwnGauges} from './own-usage.ts';

type Operations = Pick<Prox, 'stats' | 'processStats' | 'usage'>;

export interface StatsParts extends EventParts {
  readonly supervisor: Supervisor;
}

/** The operations that are about numbers. Reading them changes none. */
export class StatsOperations extends EventOperations implements Operations {
  readonly #parts: StatsParts;
  readonly #own: OwnUsage;
  /** Monotonic ms. */
  readonly #startedAt: number;

  constructor(parts: StatsParts) {
    super(parts);
    this.#parts = parts;
    const {clock, proxy} = parts;
    this.#startedAt = clock.monotonic();
    this.#own = new OwnUsage({clock, read: () => readOwnGauges(proxy?.connections ?? 0)});
  }

  async stats(): Promise<Stats> {
    const {supervisor, proxy} = this.#parts;
    const {lines, bytes} = supervisor.log.totalWritten;
    return {
      uptimeSeconds: this.uptimeSeconds,
      ...countProcesses(supervisor),
      restarts: supervisor.tally.restarts,
      crashes: supervisor.tally.crashes,
      logLines: lines,
      logBytes: bytes,
      ...countTraffic(proxy),
      proxyConnectionsPeak: this.#own.connectionsPeak,
      cpuPercent: rounded(this.#own.cpuPercent),
      memoryBytes: this.#own.memoryBytes,
      memoryBytesPeak: this.#own.memoryBytesPeak,
      ...usageOfChildren(supervisor),
    };
  }

  async processStats({name}: ProcessRef): Promise<ProcessStats> {
    const {supervisor, reloader} = this.#parts;
    const group = membersOf(reloader.config, name);
    if (group !== undefined) throw groupForOne(name, group);
    const view = supervisor.view(name);
    const env = view.kind === 'dependency' ? {} : (view.plan?.env ?? view.addedEnv);
    const {peak, ...usage} = supervisor.usage.of(name);
    return {
      name,
      ...toUsage(usage),
      peak: toUsage(peak),
      children: supervisor.usage.childrenOf(name).map(child => toChild(child, env)),
      listeningPorts: await supervisor.usage.portsOf(name),
      lines: supervisor.log.written(name).lines,
    };
  }

  async usage(): Promise<UsageList> {
    const {supervisor} = this.#parts;
    const views = [...supervisor.processViews()];
    return {
      processes: views.map(({config: {name}}) => {
        const {peak, ...usage} = supervisor.usage.of(name);
        const {lines} = supervisor.log.written(name);
        return {name, ...toUsage(usage), peak: toUsage(peak), lines};
      }),
    };
  }

  protected get uptimeSeconds(): number {
    return Math.floor((this.#parts.clock.monotonic() - this.#startedAt) / 1000);
  }

  /** Measures what prox itself uses from now on. */
  protected beginMeasuring(): void {
    this.#own.begin();
  }

  protected endMeasuring(): void {
    this.#own.end();
  }
}

function countProcesses(
  supervisor: Supervisor,
): Pick<Stats, 'processesTotal' | 'processesRunning' | 'processesUnhealthy' | 'processesCrashed'> {
  const views = supervisor.views();
  const count = (isSo: (view: (typeof views)[number]) => boolean): number =>
    views.filter(isSo).length;
  return {
    processesTotal: views.length,
    processesRunning: count(({state}) => state.status === 'running'),
    processesUnhealthy: count(({health}) => health.health === 'unhealthy'),
    processesCrashed: count(({state}) => state.status === 'crashed'),
  };
}

function countTraffic(
  proxy: Proxy | undefined,
): Pick<
  Stats,
  | 'proxyRequests'
  | 'proxyErrors'
  | 'proxyBytesIn'
  | 'proxyBytesOut'
  | 'proxyRequestsPerSecond'
  | 'proxyRequestsPerSecondPeak'
  | 'proxyConnections'
> {
  const counts = proxy?.traffic.counts;
  return {
    proxyRequests: counts?.requests ?? 0,
    proxyErrors: counts?.errors ?? 0,
    proxyBytesIn: counts?.bytesIn ?? 0,
    proxyBytesOut: counts?.bytesOut ?? 0,
    proxyRequestsPerSecond: counts?.requestsPerSecond ?? 0,
    proxyRequestsPerSecondPeak: counts?.requestsPerSecondPeak ?? 0,
    proxyConnections: proxy?.connections ?? 0,
  };
}

function usageOfChildren(
  supervisor: Supervisor,
): Pick<Stats, 'childrenCpuPercent' | 'childrenMemoryBytes' | 'childrenMemoryBytesPeak'> {
  const {cpuPercent, memoryBytes, memoryBytesPeak} = supervisor.usage.total;
  return {
    childrenCpuPercent: rounded(cpuPercent),
    childrenMemoryBytes: memoryBytes,
    childrenMemoryBytesPeak: memoryBytesPeak,
  };
}

function toChild(child: ChildStats, env: Readonly<Record<string, string>>): ChildStats {
  return {...child, ...toUsage(child), command: redactLine(child.command, env)};
}

function toUsage({cpuPercent, memoryBytes}: Usage): Usage {
  return {cpuPercent: rounded(cpuPercent), memoryBytes};
}

/** It is not measured more exactly. */
function rounded(percent: number): number {
  return Math.round(percent * 10) / 10;
}
