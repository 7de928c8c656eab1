import {ExitCode} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {showUsage, watchUsage} from '../show-usage.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  if (invocation.options.isSet('watch')) return watchUsage({prox, invocation});
  await showUsage({prox, invocation});
  return ExitCode.done;
};
