import type {Config, ProxyConfig} from './config.ts';

/**
 * The config with the ports that `port: auto` has taken: of its processes, and of the targets of the
 * services that lead to them.
 * @param portOf of a process that has `port: auto`
 */
export function withAutoPorts(config: Config, portOf: (process: string) => number): Config {
  const ports = new Map(
    config.processes.flatMap(({name, hasAutoPort}) =>
      hasAutoPort ? [[name, portOf(name)] as const] : [],
    ),
  );
  return {
    ...config,
    processes: config.processes.map(process => ({
      ...process,
      port: ports.get(process.name) ?? process.port,
    })),
    proxy: withPorts(config.proxy, ports),
    dormantProxy: withPorts(config.dormantProxy, ports),
  };
}

/** A target without a port is that of a process whose port is not known yet. */
function withPorts(
  proxy: ProxyConfig | undefined,
  ports: ReadonlyMap<string, number>,
): ProxyConfig | undefined {
  if (proxy === undefined) return undefined;
  const services = proxy.services.map(service => {
    const {process = '', target} = service;
    const port = target.port === 0 ? ports.get(process) : undefined;
    return port === undefined ? service : {...service, target: {...target, port}};
  });
  return {...proxy, services};
}
