import {findPortHolder} from '../os/port-holder.ts';

/**
 * Who holds the port that a process is to get, said before it starts: it will fail, or be hidden behind a
 * stranger, and what it says of that is often less clear.
 */
export async function takenPortWarning(port: number | undefined): Promise<string | undefined> {
  const holder = port === undefined ? undefined : await findPortHolder(port);
  if (!holder) return undefined;
  const {pid, command, cwd} = holder;
  const where = cwd === '' ? '' : `, in ${cwd}`;
  return `wants port ${port}, which is held by pid ${pid} (${command}${where})`;
}
