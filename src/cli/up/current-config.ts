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
  #taking: Promise<unknown> = Promise.resolve();

  constructor(override: (config: Config) => Config) {
    this.#override = override;
  }

  async complete(loaded: Config): Promise<Config> {
    const config = this.#override(loaded);
    // One after the other: two who read the file at once must not get two ports for one process.
    const taking = this.#taking.then(async () => this.#takePorts(config));
    this.#taking = taking.catch(() => undefined); // who asked is told
    await taking;
    return withAutoPorts(config, name => this.#ports.get(name) ?? 0);
  }

  async #takePorts({api, proxy, processes}: Config): Promise<void> {
    const fixed = [api.port, proxy?.httpPort, proxy?.httpsPort];
    const all = [...fixed, ...processes.map(({port}) => port), ...this.#ports.values()];
    const taken = new Set(all.filter(port => port !== undefined));
    for (const {name, hasAutoPort} of processes) {
      if (!hasAutoPort || this.#ports.has(name)) continue;
      const port = await findFreePort(taken);
      this.#ports.set(name, port);
      taken.add(port);
    }
  }

  /** The file as it is now. */
  async read(file: string): Promise<LoadResult> {
    const result = await loadConfig(file);
    return result.ok ? {ok: true, config: await this.complete(result.config)} : result;
  }
}
