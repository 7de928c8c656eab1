import {ExitCode, ProxError} from '../../core/errors.ts';
import type {Prox} from '../../core/prox.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {openInBrowser} from '../open-in-browser.ts';
import {urlOfAll, urlOfService} from '../service-url.ts';

export const run: Command = async invocation => {
  const {args, options, output, env} = invocation;
  const {prox} = await connect(invocation);
  const url = await findUrl(prox, args[0]);
  const opened = await openInBrowser(url, env);
  await output.print(options.isSet('json') ? JSON.stringify({url, opened}) : url);
  if (!opened) {
    await output.complain('prox: there is no screen here; open this URL in a browser');
    return ExitCode.failed;
  }
  return ExitCode.done;
};

async function findUrl(prox: Prox, name: string | undefined): Promise<string> {
  const {routes} = await prox.routes();
  if (name !== undefined) return urlOfService(name, routes);
  const {proxy} = await prox.status();
  const url = proxy && urlOfAll(routes, proxy);
  if (url === undefined) throw new ProxError('PROXY_NOT_ENABLED', {detail: 'it has no listener'});
  return url;
}
