import {ExitCode} from '../../core/errors.ts';
import {completionScript} from '../completion-scripts.ts';
import type {Command} from '../context.ts';
import {knownNames} from '../known-names.ts';
import {knownPaths} from '../known-paths.ts';

export const run: Command = async invocation => {
  const {args, output} = invocation;
  const [shell = ''] = args;
  if (shell === 'names' || shell === 'processes') {
    const names = await knownNames(shell, invocation);
    if (names.length > 0) await output.print(names.join('\n'));
  } else if (shell.startsWith('paths')) {
    await output.print((await knownPaths(shell, invocation)).join('\n'));
  } else {
    await output.write(completionScript(shell));
  }
  return ExitCode.done;
};
