import {closeSync, openSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {execa} from 'execa';
import {type Clock, pause} from '../core/clock.ts';
import {hasCode, ProxError} from '../core/errors.ts';
import {type OutputPipe, type OutputPipes, type PipeMaker, readPipe} from './output-pipes.ts';

/** What the pipes still hold when a child has ended is read for so long at most. */
const DRAIN_MS = 1000;

export interface SpawnOptions {
  /** A string is run by `sh -c`, a list without a shell. */
  readonly cmd: string | readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly pipes: PipeMaker;
  readonly clock: Clock;
  /** The chunk is good during the call only. */
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** execa takes any descriptor; its types know those below 10 only. */
type StdioFd = 3;

export interface RawExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** A child: the leader of a process group and session of its own. */
export interface Child {
  readonly pid: number;
  /** Resolves with the end of the child itself, whoever still holds its pipes. */
  readonly exited: Promise<RawExit>;
  /** Resolves when all that it wrote has been handed to `onOutput`, at most 1 s after its end. */
  readonly drained: Promise<void>;
}

/** @throws ProxError SPAWN_FAILED, with the cause in words */
export async function spawnChild(options: SpawnOptions): Promise<Child> {
  await assertDirectory(options.cwd);
  const {stdout, stderr} = await takePipes(options.pipes);
  const [file, args] = commandLine(options.cmd);
  assertFreeDescriptors(stdout, stderr);
  const subprocess = execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    stdout: stdout.writeFd as StdioFd,
    stderr: stderr.writeFd as StdioFd,
  });
  const exited = new Promise<RawExit>(resolve => {
    subprocess.once('exit', (code, signal) =>
      resolve({code: code ?? undefined, signal: signal ?? undefined}),
    );
  });
  closeSync(stdout.writeFd);
  closeSync(stderr.writeFd);
  if (subprocess.pid === undefined) {
    closeSync(stdout.readFd);
    closeSync(stderr.readFd);
    const {cause} = await subprocess;
    throw new ProxError('SPAWN_FAILED', {detail: describeFailure(cause, file), cause});
  }
  const sockets = [
    readPipe(stdout.readFd, chunk => options.onOutput('stdout', chunk)),
    readPipe(stderr.readFd, chunk => options.onOutput('stderr', chunk)),
  ];
  return {pid: subprocess.pid, exited, drained: drain(sockets, exited, options.clock)};
}

function commandLine(cmd: SpawnOptions['cmd']): [file: string, args: readonly string[]] {
  if (typeof cmd === 'string') return ['sh', ['-c', cmd]];
  const [file = '', ...args] = cmd;
  return [file, args];
}

/** Node reports a missing directory as if the command were missing. */
async function assertDirectory(cwd: string): Promise<void> {
  const isDirectory = await stat(cwd).then(
    stats => stats.isDirectory(),
    () => false,
  );
  if (!isDirectory) {
    throw new ProxError('SPAWN_FAILED', {detail: `the working directory ${cwd} does not exist`});
  }
}

/** What Node needs for a spawn, and some more. */
const SPAWN_FDS = 4;

/**
 * When Node has no descriptor left for a spawn, its child has no `stdio`, execa throws a TypeError, and
 * the child's `error` event has no listener: it would be the end of prox.
 */
function assertFreeDescriptors(...pipes: readonly OutputPipe[]): void {
  const fds: number[] = [];
  try {
    while (fds.length < SPAWN_FDS) fds.push(openSync('/dev/null', 'r'));
  } catch (error) {
    fds.push(...pipes.flatMap(({readFd, writeFd}) => [readFd, writeFd]));
    throw new ProxError('SPAWN_FAILED', {detail: describeFailure(error, ''), cause: error});
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

async function takePipes(pipes: PipeMaker): Promise<OutputPipes> {
  try {
    return await pipes.take();
  } catch (error) {
    const isFile = hasCode(error, 'ENOENT') && !(error instanceof Error && 'cmd' in error);
    const reason = isFile ? String(error) : describeFailure(error, 'mkfifo');
    const detail = `cannot make pipes for its output: ${reason}`;
    throw new ProxError('SPAWN_FAILED', {detail, cause: error});
  }
}

function describeFailure(cause: unknown, file: string): string {
  if (hasCode(cause, 'ENOENT')) return `command not found: ${file}`;
  if (hasCode(cause, 'EACCES')) return `not executable: ${file}`;
  if (hasCode(cause, 'E2BIG')) return 'the command line and environment are too long';
  if (hasCode(cause, 'EMFILE', 'ENFILE')) return 'too many open files (see `ulimit -n`)';
  if (hasCode(cause, 'EAGAIN')) return 'too many processes (see `ulimit -u`)';
  return cause instanceof Error ? cause.message : String(cause);
}

async function drain(
  sockets: readonly Socket[],
  exited: Promise<unknown>,
  clock: Clock,
): Promise<void> {
  const closed = Promise.all(
    sockets.map(
      socket =>
        new Promise<void>(resolve => {
          socket.once('close', () => resolve());
          // A broken pipe ends like a closed one: `close` follows.
          socket.on('error', () => undefined);
        }),
    ),
  );
  await exited;
  const patience = new AbortController();
  await Promise.race([closed, pause(clock, DRAIN_MS, patience.signal)]);
  patience.abort();
  for (const socket of sockets) socket.destroy();
}
