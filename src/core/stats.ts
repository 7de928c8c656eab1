/**
 * Counts since prox was started, peaks since then, and what is so now. Reading changes nothing: CPU and
 * memory are measured every two seconds, whoever asks.
 */
export interface Stats {
  readonly uptimeSeconds: number;
  readonly processesTotal: number;
  readonly processesRunning: number;
  readonly processesUnhealthy: number;
  readonly processesCrashed: number;
  readonly restarts: number;
  readonly crashes: number;
  readonly logLines: number;
  readonly logBytes: number;
  readonly proxyRequests: number;
  readonly proxyErrors: number;
  readonly proxyBytesIn: number;
  readonly proxyBytesOut: number;
  /** Over the last five seconds. */
  readonly proxyRequestsPerSecond: number;
  readonly proxyRequestsPerSecondPeak: number;
  readonly proxyConnections: number;
  readonly proxyConnectionsPeak: number;
  /** Of prox itself; 100 is one core. */
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly memoryBytesPeak: number;
  /** Of all children with all that they started. */
  readonly childrenCpuPercent: number;
  readonly childrenMemoryBytes: number;
  readonly childrenMemoryBytesPeak: number;
}

/** What the whole tree of a process uses. */
export interface Usage {
  /** 100 is one core. */
  readonly cpuPercent: number;
  /** Resident. */
  readonly memoryBytes: number;
}

export interface ProcessStats extends Usage {
  readonly name: string;
  /** The most that was measured of its latest run. */
  readonly peak: Usage;
  /** The whole tree, parents before their children; empty when it does not run. */
  readonly children: readonly ChildStats[];
  /** TCP ports that its tree listens on, ascending. */
  readonly listeningPorts: readonly number[];
  /** Lines that it has written since prox was started. */
  readonly lines: number;
}

export interface ChildStats extends Usage {
  readonly pid: number;
  readonly command: string;
}

/** Of every process and task, without what is costly to find out. */
export interface UsageList {
  readonly processes: readonly ProcessUsage[];
}

export interface ProcessUsage extends Usage {
  readonly name: string;
  readonly peak: Usage;
  readonly lines: number;
}
