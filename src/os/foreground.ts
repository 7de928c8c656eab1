import {readFileSync} from 'node:fs';
import {parseStat} from './proc-stat.ts';

/** Whether the terminal of this process, if it has one, hands it what is typed; false after `prox up &`. */
export async function isInForeground(): Promise<boolean> {
  if (process.platform !== 'linux') return (await import('./ps.ts')).isInForeground(process.pid);
  const stat = parseStat(readFileSync('/proc/self/stat', 'latin1'));
  return stat === undefined || stat.group === stat.foregroundGroup;
}
