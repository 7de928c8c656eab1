import {processorSeconds} from './process-stats.ts';
import {HOST, type Peer} from './proxy-rig.ts';
import {type Load, type LoadOptions, wrk} from './wrk.ts';

/** What a proxy did under load, and what it cost. */
export interface Measured extends Load {
  /** Processor time of the proxy for each request. */
  readonly microseconds: number;
}

export async function load(
  {pid, port}: Peer,
  options: Omit<LoadOptions, 'port' | 'host'>,
): Promise<Measured> {
  const before = await processorSeconds(pid);
  const seen = await wrk({port, host: HOST, ...options});
  const spent = (await processorSeconds(pid)) - before;
  return {...seen, microseconds: (spent * 1e6) / seen.requests};
}
