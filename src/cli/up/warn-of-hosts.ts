import type {App} from '../../app/app.ts';
import type {isUnknownHost} from '../../os/host-lookup.ts';

export interface HostCheck {
  readonly app: Pick<App, 'routes' | 'warn'>;
  readonly isUnknown: typeof isUnknownHost;
  /** Ends the question. */
  readonly signal: AbortSignal;
}

/**
 * Browsers know the names below `localhost` by themselves. Warns when other programs, such as the
 * processes with their PROX_URL_*, will not find them: of the first service, which stands for all.
 */
export async function warnOfHosts({app, isUnknown, signal}: HostCheck): Promise<void> {
  const {routes} = await app.routes();
  const url = routes.find(route => route.url !== undefined)?.url;
  if (url === undefined) return;
  const host = new URL(url).hostname;
  if (!(await isUnknown(host, signal))) return;
  app.warn({
    code: 'HOST_UNRESOLVED',
    message: `programs of this system do not find ${host}`,
    hint: 'prox hosts --add',
  });
}
