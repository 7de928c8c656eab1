import type {Config} from '../config/config.ts';
import {ProxError} from '../core/errors.ts';
import {connect} from './connect.ts';
import type {Invocation} from './context.ts';
import {loadProject} from './load-project.ts';

const CATCH_ALL = '*';

/**
 * The host names of all services of a project: of its config, and of the routes that its prox has got besides,
 * if it runs. Undefined when the config has problems, which are told.
 */
export async function serviceHosts(
  configFile: string,
  invocation: Invocation,
): Promise<readonly string[] | undefined> {
  const {output} = invocation;
  const config = await loadProject(configFile, output);
  if (config === undefined) return undefined;
  const services = [...declared(config), ...(await running(invocation))];
  if (services.some(({name}) => name === CATCH_ALL)) {
    await output.note(`note: \`${CATCH_ALL}\` has no line: a hosts file knows no patterns`);
  }
  const named = services.filter(({name}) => name !== CATCH_ALL);
  return [...new Set(named.map(({name, domain}) => `${name}.${domain}`))];
}

interface Service {
  readonly name: string;
  readonly domain: string;
}

function declared({proxy}: Config): readonly Service[] {
  return proxy?.services.map(({name}) => ({name, domain: proxy.domain})) ?? [];
}

async function running(invocation: Invocation): Promise<readonly Service[]> {
  try {
    const {prox} = await connect(invocation);
    const [{proxy}, {routes}] = await Promise.all([prox.status(), prox.routes()]);
    return routes.flatMap(({subdomain: name}) => (proxy ? [{name, domain: proxy.domain}] : []));
  } catch (error) {
    if (error instanceof ProxError) return []; // it does not run, or has no proxy: the config says enough
    throw error;
  }
}
