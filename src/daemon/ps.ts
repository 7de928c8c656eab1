import {execFile} from 'node:child_process';

/**
 * What `ps` says about one process, for systems without /proc: its columns on one line, in the C
 * locale. Undefined when there is no such process or no `ps`.
 */
export async function psLine(pid: number, columns: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = {env: {...process.env, LC_ALL: 'C'}, timeout: 5000};
    execFile('ps', ['-o', columns, '-p', String(pid)], options, (error, stdout) => {
      resolve(error === null ? stdout.trim() || undefined : undefined);
    });
  });
}
