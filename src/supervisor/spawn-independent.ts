import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {constants} from 'node:fs';
import {type FileHandle, open, rm} from 'node:fs/promises';
import {ProxError} from '../core/errors.ts';
import {assertDirectory, describeFailure} from './child-command.ts';
import {INSTANCE_MARK, PROCESS_MARK} from './process-tree.ts';
import type {RawExit} from './child.ts';

export interface IndependentOptions {
  /** Run by `sh -c`. */
  readonly cmd: string;
  readonly cwd: string;
  /** The whole environment; the marks of prox are taken out. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets both streams, is made anew, and is readable by its owner only. */
  readonly outputFile: string;
}

export interface Independent {
  readonly exited: Promise<RawExit>;
}

/**
 * Starts what is meant to outlive prox: in a session of its own, without the marks by which prox finds its
 * children, told to nobody, and with its output in a file, for the end of a pipe to prox would be its end
 * (SIGPIPE). Nothing of it is ever ended by prox, also not when prox dies.
 * @throws ProxError SPAWN_FAILED
 */
export async function spawnIndependent(options: IndependentOptions): Promise<Independent> {
  const {cmd, cwd, outputFile} = options;
  const {[INSTANCE_MARK]: _instance, [PROCESS_MARK]: _process, ...env} = options.env;
  await assertDirectory(cwd);
  const output = await openOutput(outputFile);
  try {
    const child = spawn('sh', ['-c', cmd], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const exited = new Promise<RawExit>(resolve => {
      child.once('exit', (code, signal) =>
        resolve({code: code ?? undefined, signal: signal ?? undefined}),
      );
    });
    child.unref();
    await once(child, 'spawn');
    return {exited};
  } catch (error) {
    throw new ProxError('SPAWN_FAILED', {detail: describeFailure(error, 'sh'), cause: error});
  } finally {
    await output.close();
  }
}

/** What an earlier prox has started may still write to the file of that name: it keeps its own. */
async function openOutput(path: string): Promise<FileHandle> {
  const {O_WRONLY, O_CREAT, O_EXCL, O_APPEND} = constants;
  try {
    await rm(path, {force: true});
    return await open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600);
  } catch (error) {
    const detail = `no file for its output: ${error instanceof Error ? error.message : String(error)}`;
    throw new ProxError('SPAWN_FAILED', {detail, cause: error});
  }
}
