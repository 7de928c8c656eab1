import {toWire} from '../../api/wire.ts';
import {ExitCode, ProxError} from '../../core/errors.ts';
import type {RouteInput} from '../../core/route.ts';
import {connect} from '../connect.ts';
import type {Command, Invocation, Outcome} from '../context.ts';

export const run: Command = async invocation => {
  const [action, subdomain = '', target] = invocation.args;
  return action === 'add'
    ? add(routeInput(subdomain, target, invocation), invocation)
    : remove(subdomain, target, invocation);
};

async function add(input: RouteInput, invocation: Invocation): Promise<Outcome> {
  const {options, output} = invocation;
  const {prox} = await connect(invocation);
  const route = await prox.addRoute(input);
  if (options.isSet('json')) await output.print(JSON.stringify(toWire(route)));
  else await output.report(`${route.url ?? route.subdomain} leads to ${route.target.url}`);
  return ExitCode.done;
}

function routeInput(
  subdomain: string,
  target: string | undefined,
  {options}: Invocation,
): RouteInput {
  if (target === undefined) {
    throw new ProxError('USAGE', {detail: '`route add` needs a port or a URL after the name'});
  }
  const isPort = /^\d+$/.test(target);
  if (!isPort && !target.includes('://')) {
    throw new ProxError('USAGE', {
      detail: `${target} is neither a port nor a URL`,
      hint: 'A port is like 4000, a URL like http://192.168.1.7:4000.',
    });
  }
  const ttlMs = options.duration('ttl');
  return {
    subdomain,
    ...(isPort ? {port: Number(target)} : {url: target}),
    ...(ttlMs !== undefined && {ttlSeconds: ttlMs / 1000}),
  };
}

async function remove(
  subdomain: string,
  target: string | undefined,
  invocation: Invocation,
): Promise<Outcome> {
  const {options, output} = invocation;
  if (target !== undefined || options.text('ttl') !== undefined) {
    throw new ProxError('USAGE', {detail: '`route rm` takes a name and nothing else'});
  }
  const {prox} = await connect(invocation);
  await prox.removeRoute({subdomain});
  if (options.isSet('json')) await output.print('{"success":true}');
  else await output.report(`${subdomain} removed`);
  return ExitCode.done;
}
