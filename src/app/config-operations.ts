import type {ConfigCheck, ConfigReport, ConfigVerdict} from '../core/config-report.ts';
import type {Prox} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import type {Proxy} from '../proxy/proxy.ts';
import {ProxyOperations} from './proxy-operations.ts';
import type {Reloader} from './reload.ts';

type Operations = Pick<Prox, 'config' | 'validateConfig' | 'reload'>;

export interface ConfigParts {
  readonly reloader: Reloader;
  readonly proxy: Proxy | undefined;
}

/** The operations that are about prox.yaml. */
export class ConfigOperations extends ProxyOperations implements Operations {
  readonly #reloader: Reloader;

  constructor({reloader, proxy}: ConfigParts) {
    super(proxy, reloader);
    this.#reloader = reloader;
  }

  async config(): Promise<ConfigReport> {
    return {configFile: '', loadedAt: '', changedOnDisk: false, config: {}};
  }

  async validateConfig(_input: ConfigCheck): Promise<ConfigVerdict> {
    return {valid: true, errors: [], warnings: []};
  }

  async reload(input: {readonly dryRun?: boolean}): Promise<ReloadReport> {
    return this.#reloader.reload(input);
  }
}
