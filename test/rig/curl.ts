import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {RunningCommand} from './running-command.ts';

/** Every name leads to this machine: the resolver of the system may not know `*.localhost`. */
const LOCAL = ['--silent', '--show-error', '--connect-to', '::127.0.0.1:'];

/** What `curl` prints. @throws when it fails */
export async function curl(...args: readonly string[]): Promise<string> {
  const {stdout} = await promisify(execFile)('curl', [...LOCAL, '--max-time', '15', ...args]);
  return stdout;
}

export async function curlJson(...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await curl(...args)) as unknown;
}

/** The status alone. */
export async function curlStatus(...args: readonly string[]): Promise<string> {
  return curl('--output', '/dev/null', '--write-out', '%{http_code}', ...args);
}

/** A `curl` that goes on; it prints what arrives at once. */
export function followWithCurl(...args: readonly string[]): RunningCommand {
  const env = {PATH: process.env['PATH'] ?? ''};
  return new RunningCommand({argv: ['curl', ...LOCAL, '--no-buffer', ...args], cwd: '/', env});
}
