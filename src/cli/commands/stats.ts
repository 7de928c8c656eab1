import {ExitCode} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {showUsage, watchUsage} from '../show-usage.ts';

export const run: Command = async invocation => {
  const {prox} = await connect(invocation);
  const show = invocation.options.isSet('watch') ? watchUsage : showUsage;
  await show({prox, invocation});
  return ExitCode.done;
};
