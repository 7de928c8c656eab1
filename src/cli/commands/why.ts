import {toWire} from '../../api/wire.ts';
import {ExitCode} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {isUnwell} from '../render/status-table.ts';
import {renderWhy} from '../render/why-page.ts';

export const run: Command = async invocation => {
  const {args, options, output, clock} = invocation;
  const [name = ''] = args;
  const {prox} = await connect(invocation);
  const report = await prox.why({name});
  const text = options.isSet('json')
    ? JSON.stringify(toWire(report))
    : renderWhy(report, {paint: output.paint, now: clock.now()});
  await output.print(text);
  return isUnwell(report) ? ExitCode.failed : ExitCode.done;
};
