import {closeSync} from 'node:fs';
import type {Socket} from 'node:net';
import {execa} from 'execa';
import {type Clock, pause} from '../core/clock.ts';
import {hasCode, ProxError} from '../core/errors.ts';
import {type Child, type ChildCommand, type ChildHost, DRAIN_MS, type RawExit} from './child.ts';
import {
  assertDirectory,
  assertFreeDescriptors,
  commandLine,
  describeFailure,
} from './child-command.ts';
import {type OutputPipes, readPipe} from './output-pipes.ts';
import type {PipeMaker} from './pipe-maker.ts';
import {spawnInTerminal} from './pty.ts';

export interface SpawnOptions extends ChildCommand, ChildHost {
  readonly pipes: PipeMaker;
  /** With a terminal instead of pipes. */
  readonly tty?: boolean;
}

/** execa takes any descriptor; its types know those below 10 only. */
type StdioFd = 3;

/** @throws ProxError SPAWN_FAILED, with the cause in words */
export async function spawnChild(options: SpawnOptions): Promise<Child> {
  return options.tty ? spawnInTerminal(options) : spawnWithPipes(options);
}

async function spawnWithPipes(options: SpawnOptions): Promise<Child> {
  await assertDirectory(options.cwd);
  const {stdout, stderr} = await takePipes(options.pipes);
  const [file, args] = commandLine(options.cmd);
  assertFreeDescriptors(stdout.readFd, stdout.writeFd, stderr.readFd, stderr.writeFd);
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
