import {oneLine} from './one-line.ts';
import type {PortConflict} from './process-report.ts';

/** Of the command line of a holder. */
const MAX_COMMAND_LENGTH = 60;

/** Who holds a port: `pid 12 (node x.js, in /a/b), process web of the prox in /a`. */
export function holderText({pid, command, cwd, process, project}: PortConflict): string {
  const what = [cut(oneLine(command)), ...(cwd === '' ? [] : [`in ${cwd}`])].join(', ');
  const prox = project === undefined ? 'a prox' : `the prox in ${project}`;
  const who = process === undefined ? prox : `process ${process} of ${prox}`;
  const isOfProx = process !== undefined || project !== undefined;
  return `pid ${pid} (${what})${isOfProx ? `, ${who}` : ''}`;
}

/** A clause of its own: `port 3000 is held by pid 12 (node x.js)`. */
export function heldText(conflict: PortConflict): string {
  return `port ${conflict.port} is held by ${holderText(conflict)}`;
}

function cut(command: string): string {
  if (command.length <= MAX_COMMAND_LENGTH) return command;
  return `${command.slice(0, MAX_COMMAND_LENGTH - 1)}…`;
}

/** To follow the name of the process that is to get the port. */
export function portConflictText(conflict: PortConflict): string {
  return `wants port ${conflict.port}, which is held by ${holderText(conflict)}`;
}
