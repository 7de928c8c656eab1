import {withAutoPorts} from '../../config/auto-ports.ts';
import type {Config} from '../../config/config.ts';
import {type LoadResult, loadConfig} from '../../config/load.ts';
import {findFreePort} from '../../os/free-port.ts';

/**
 * prox.yaml as this `prox up` runs it: with what the command line overrides, and with the ports that
 * `port: auto` has taken, which stay the same as long as prox runs.
 */
export class CurrentConfig {
  readonly #override: (config: Config) => Config;
  readonly #ports = new Map<string, number>();

  constructor(override: (config: Config) => Config) {
    this.#override = override;
  }

  async complete(loaded: Config): Promise<Config> {
    const config = this.#override(loaded);
    const fixed = [config.api.port, config.proxy?.httpPort, config.proxy?.httpsPort];
    const taken = new Set(
      [...fixed, ...config.processes.map(({port}) => port), ...this.#ports.values()].filter(
        port => port !== undefined,
      ),
    );
    for (const {name, hasAutoPort} of config.processes) {
      if (!hasAutoPort || this.#ports.has(name)) continue;
      const port = await findFreePort(taken);
      this.#ports.set(name, port);
      taken.add(port);
    }
    return withAutoPorts(config, name => this.#ports.get(name) ?? 0);
  }

  /** The file as it is now. */
  async read(file: string): Promise<LoadResult> {
    const result = await loadConfig(file);
    return result.ok ? {ok: true, config: await this.complete(result.config)} : result;
  }
}
