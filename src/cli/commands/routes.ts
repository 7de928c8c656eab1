import {toWire} from '../../api/wire.ts';
import {ExitCode} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {renderRoutes} from '../../render/routes-table.ts';

export const run: Command = async invocation => {
  const {options, output, clock} = invocation;
  const {prox} = await connect(invocation);
  const list = await prox.routes();
  if (options.isSet('json')) await output.print(JSON.stringify(toWire(list)));
  else if (list.routes.length === 0) await output.report(`No routes. ${HOW_TO_ADD}`);
  else await output.print(renderRoutes(list.routes, output.paint, clock.now()));
  return ExitCode.done;
};

const HOW_TO_ADD =
  'Give a process in prox.yaml a port and `service: true`, declare `services`, or run `prox route add NAME PORT`.';
