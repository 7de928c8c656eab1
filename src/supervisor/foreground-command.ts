import {type ChildProcess, spawn} from 'node:child_process';
import {isatty} from 'node:tty';
import {ProxError} from '../core/errors.ts';
import type {ChildCommand, RawExit} from './child.ts';
import {assertDirectory, commandLine, describeFailure} from './child-command.ts';
import {Guardian} from './guardian.ts';
import {INSTANCE_MARK} from './process-tree.ts';

export interface ForegroundCommand extends ChildCommand {
  /** As `INSTANCE_MARK` in `env`; that of no other prox, or it would take the command for its own. */
  readonly instance: string;
}

/** A terminal sends these to everybody in its foreground, the command included. */
const OF_TERMINAL = ['SIGINT', 'SIGQUIT'] as const;
const OTHERS = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command in place of prox: with its standard streams and in its process group, so that Ctrl-C,
 * Ctrl-Z and the size of the terminal mean the command. Signals to prox reach it; when prox is killed, it
 * is ended. What it has put into the background when it ends lives on, as under a shell.
 * @throws ProxError SPAWN_FAILED
 */
export async function runInForeground({
  cmd,
  cwd,
  env,
  instance,
}: ForegroundCommand): Promise<RawExit> {
  await assertDirectory(cwd);
  const guardian = new Guardian(instance);
  const signals = new AbortController();
  try {
    const [file, args] = commandLine(cmd);
    const marked = {...env, [INSTANCE_MARK]: instance};
    const child = spawnInherited(file, () =>
      spawn(file, args, {cwd, env: marked, stdio: 'inherit'}),
    );
    passSignals(child, signals.signal);
    return await endOf(child, file);
  } finally {
    signals.abort();
    guardian.dismiss();
  }
}

/** Some failures are thrown, the others come as an event. */
function spawnInherited(file: string, start: () => ChildProcess): ChildProcess {
  try {
    return start();
  } catch (error) {
    throw spawnFailed(error, file);
  }
}

function passSignals(child: ChildProcess, ended: AbortSignal): void {
  const isOnTerminal = [0, 1, 2].some(fd => isatty(fd));
  const ignore = (): void => undefined;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const listen = (signal: NodeJS.Signals, listener: typeof pass): void => {
    process.on(signal, listener);
    ended.addEventListener('abort', () => process.off(signal, listener), {once: true});
  };
  for (const signal of OTHERS) listen(signal, pass);
  for (const signal of OF_TERMINAL) listen(signal, isOnTerminal ? ignore : pass);
}

async function endOf(child: ChildProcess, file: string): Promise<RawExit> {
  return new Promise<RawExit>((resolve, reject) => {
    child.once('error', error => reject(spawnFailed(error, file)));
    child.once('exit', (code, signal) =>
      resolve({code: code ?? undefined, signal: signal ?? undefined}),
    );
  });
}

function spawnFailed(cause: unknown, file: string): ProxError {
  return new ProxError('SPAWN_FAILED', {detail: describeFailure(cause, file), cause});
}
