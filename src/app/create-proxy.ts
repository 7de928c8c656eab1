import type {Config} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {ReportEvent} from '../core/event.ts';
import type {ProxyStatus} from '../core/prox.ts';
import type {Proxy} from '../proxy/proxy.ts';
import type {Supervisor} from '../supervisor/supervisor.ts';
import {watchProcesses} from './target-processes.ts';
import type {Warnings} from './warnings.ts';

interface ProxyParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly captureDir: string;
  readonly supervisor: Supervisor;
  readonly warnings: Warnings;
  readonly report: ReportEvent;
}

/** The proxy in front of the processes of the supervisor; undefined, and not loaded, when it is not enabled. */
export async function createProxy(parts: ProxyParts): Promise<Proxy | undefined> {
  const {config, clock, env, captureDir, supervisor, warnings, report} = parts;
  if (config.proxy === undefined) return undefined;
  const {Proxy} = await import('../proxy/proxy.ts');
  return new Proxy({
    config: config.proxy,
    clock,
    env,
    captureDir,
    processes: watchProcesses(supervisor),
    say: text => supervisor.say(text),
    warn: warning => warnings.add(warning),
    report,
  });
}

export function statusOfProxy(proxy: Proxy | undefined, config: Config): ProxyStatus | undefined {
  const domain = config.proxy?.domain;
  if (proxy === undefined || domain === undefined) return undefined;
  const {http: httpPort, https: httpsPort} = proxy.ports;
  return {enabled: true, httpPort, httpsPort, domain};
}
