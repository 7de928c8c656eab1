import {ExitCode} from '../../core/errors.ts';
import {connect, type Connection} from '../connect.ts';
import type {Command} from '../context.ts';
import {screenTerminal} from '../screen-terminal.ts';

const HINT = '`prox logs -f` and `prox status --watch` need no screen.';

export const run: Command = async invocation => {
  const terminal = await screenTerminal(invocation.env, HINT);
  // Both take time. Nobody wants a screen that says no more than that there is no prox.
  const loading = import('../show-screen.ts');
  let first: Connection | undefined = await connect(invocation);
  const {showScreen} = await loading;
  await showScreen({
    invocation,
    terminal,
    begun: Promise.resolve(),
    connect: async () => {
      const next = first ?? (await connect(invocation));
      first = undefined;
      return next;
    },
    isOwner: false,
    timestamps: 'time',
    signal: new AbortController().signal,
  });
  return ExitCode.done;
};
