import {ProxError} from '../core/errors.ts';
import type {Terminal} from './child.ts';
import type {MemberView} from './process-view.ts';

/** The pseudo-terminal of its child. @throws ProxError PROCESS_NOT_RUNNING, NO_TERMINAL */
export function terminalOf(view: MemberView): Terminal {
  const {name} = view.config;
  const run = view.kind === 'dependency' ? undefined : view.run;
  if (run?.terminal) return run.terminal;
  if (view.kind !== 'dependency' && view.config.tty) {
    throw new ProxError('PROCESS_NOT_RUNNING', {detail: name});
  }
  throw new ProxError('NO_TERMINAL', {detail: name, hint: `Set \`tty: true\` for ${name}.`});
}
