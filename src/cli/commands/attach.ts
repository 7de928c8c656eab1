import {ExitCode} from '../../core/errors.ts';
import {connect} from '../connect.ts';
import type {Command} from '../context.ts';
import {screenTerminal} from '../screen-terminal.ts';

export const run: Command = async invocation => {
  const terminal = screenTerminal(invocation.env);
  // Both take time. Nobody wants a screen that says no more than that there is no prox.
  const loading = import('../show-screen.ts');
  const connection = await connect(invocation);
  const {showScreen} = await loading;
  await showScreen({invocation, terminal, connection});
  return ExitCode.done;
};
