import type {CommandLine} from './trust-store.ts';

/** The command with the rights of root: through sudo, which may ask for a password only if `canAsk`. */
export function asRoot(command: CommandLine, {canAsk}: {readonly canAsk: boolean}): CommandLine {
  if (process.getuid?.() === 0) return command;
  return canAsk ? ['sudo', ...command] : ['sudo', '-n', ...command];
}
