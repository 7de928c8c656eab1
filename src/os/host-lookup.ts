import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const LOOKUP = "require('node:dns').lookup(process.argv[1], error => { if (error) throw error; })";
const TIMEOUT_MS = 3000;

/**
 * Whether programs that ask this system certainly do not find the host; false when it cannot be told in
 * time. Asked by a process of its own: nothing ends a lookup that hangs, and it would keep prox from ending.
 */
export async function isUnknownHost(host: string, signal: AbortSignal): Promise<boolean> {
  const options = {timeout: TIMEOUT_MS, killSignal: 'SIGKILL', signal} as const;
  const env = {...process.env, NODE_OPTIONS: ''};
  try {
    await promisify(execFile)(process.execPath, ['-e', LOOKUP, host], {...options, env});
    return false;
  } catch (error) {
    // EAI_AGAIN and the like: the network is away, which says nothing of the name.
    return error instanceof Error && 'stderr' in error && /ENOTFOUND/.test(String(error.stderr));
  }
}
