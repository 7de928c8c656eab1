import type {Probe, ProcessConfig} from '../config/config.ts';
import {isLoopback} from '../core/loopback.ts';

/** The port of this machine that a probe asks. */
export function probedPort(probe: Probe): number | undefined {
  if (probe.type === 'tcp') return isLoopback(probe.host) ? probe.port : undefined;
  if (probe.type !== 'http') return undefined;
  const {hostname, port, protocol} = new URL(probe.url);
  if (!isLoopback(hostname)) return undefined;
  return port === '' ? DEFAULT_PORT[protocol] : Number(port);
}

const DEFAULT_PORT: Readonly<Record<string, number>> = {'http:': 80, 'https:': 443};

/** Its healthcheck asks the port that it is to listen on itself. */
export function asksOwnPort({
  port,
  healthcheck,
}: Pick<ProcessConfig, 'port' | 'healthcheck'>): boolean {
  return port !== undefined && healthcheck !== undefined && probedPort(healthcheck.probe) === port;
}
