import type {Exit} from './process-state.ts';

/** How a run ended, for people: `exit code 1`, `killed by SIGKILL`. */
export function describeExit({code, signal}: Pick<Exit, 'code' | 'signal'>): string {
  if (signal !== undefined) return `killed by ${signal}`;
  if (code === 127) return 'exit code 127: command not found';
  if (code === 126) return 'exit code 126: command not executable';
  return `exit code ${code}`;
}
