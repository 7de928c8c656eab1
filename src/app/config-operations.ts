import {ConfigOnDisk} from '../config/config-on-disk.ts';
import {checkConfig, loadConfig} from '../config/load.ts';
import {shownConfig} from '../config/shown-config.ts';
import {verdictOf} from '../config/verdict.ts';
import type {Clock} from '../core/clock.ts';
import type {ConfigCheck, ConfigReport, ConfigVerdict} from '../core/config-report.ts';
import type {Prox} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import type {Proxy} from '../proxy/proxy.ts';
import {ProxyOperations} from './proxy-operations.ts';
import type {Reloader} from './reload.ts';

type Operations = Pick<Prox, 'config' | 'validateConfig' | 'reload'>;

export interface ConfigParts {
  readonly clock: Clock;
  readonly reloader: Reloader;
  readonly proxy: Proxy | undefined;
}

/** The operations that are about prox.yaml. */
export class ConfigOperations extends ProxyOperations implements Operations {
  readonly #reloader: Reloader;
  readonly #onDisk: ConfigOnDisk;

  constructor({clock, reloader, proxy}: ConfigParts) {
    super(proxy, reloader);
    this.#reloader = reloader;
    this.#onDisk = new ConfigOnDisk(clock);
  }

  async config(): Promise<ConfigReport> {
    const {definedNow, loadedAt} = this.#reloader;
    return {
      configFile: definedNow.file,
      loadedAt: new Date(loadedAt).toISOString(),
      changedOnDisk: await this.hasChangedOnDisk(),
      config: shownConfig(definedNow),
    };
  }

  async validateConfig({yaml}: ConfigCheck): Promise<ConfigVerdict> {
    const {file} = this.#reloader.config;
    return verdictOf(await (yaml === undefined ? loadConfig(file) : checkConfig(yaml, file)));
  }

  async reload(input: {readonly dryRun?: boolean}): Promise<ReloadReport> {
    return this.#reloader.reload(input);
  }

  /** prox.yaml is no longer what was loaded from it. */
  protected async hasChangedOnDisk(): Promise<boolean> {
    return this.#onDisk.hasChangedSince(this.#reloader.config);
  }
}
