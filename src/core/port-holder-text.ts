import type {PortConflict} from './process-report.ts';

/** Who holds a port: `pid 12 (node x.js, in /a/b), process web of the prox in /a`. */
export function holderText({pid, command, cwd, process, project}: PortConflict): string {
  const what = [command, ...(cwd === '' ? [] : [`in ${cwd}`])].join(', ');
  const prox = project === undefined ? 'a prox' : `the prox in ${project}`;
  const who = process === undefined ? prox : `process ${process} of ${prox}`;
  const isOfProx = process !== undefined || project !== undefined;
  return `pid ${pid} (${what})${isOfProx ? `, ${who}` : ''}`;
}
