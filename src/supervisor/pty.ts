import nodeModule from 'node:module';
import {constants} from 'node:os';
import {ProxError} from '../core/errors.ts';
import type {Child, ChildCommand, ChildHost, RawExit, Terminal} from './child.ts';
import {
  assertDirectory,
  assertExecutable,
  assertFreeDescriptors,
  commandLine,
  describeFailure,
} from './child-command.ts';
import {TerminalInput} from './terminal-input.ts';
import {TerminalOutput} from './terminal-output.ts';

/** What a terminal is like until somebody looks at it. */
const TYPE = 'xterm-256color';
const COLUMNS = 120;
const ROWS = 30;

/** Stands for the user and the group of prox. */
const SAME = -1;

/**
 * A child with a pseudo-terminal of its own, its controlling terminal: all its output is `stdout`.
 * @throws ProxError SPAWN_FAILED, with the cause in words
 */
export async function spawnInTerminal(
  options: ChildCommand & ChildHost,
): Promise<Child & {readonly terminal: Terminal}> {
  const {cmd, cwd, clock, onOutput} = options;
  const [file] = commandLine(cmd);
  await assertDirectory(cwd);
  await assertExecutable(file, options);
  const binary = await loadBinary();
  assertFreeDescriptors();
  const {pid, fd, pty, exited} = fork(binary, options);
  const output = new TerminalOutput({fd, file: pty, onOutput: chunk => onOutput('stdout', chunk)});
  const input = new TerminalInput({fd, clock, isOpen: () => output.isOpen});
  return {
    pid,
    exited,
    drained: exited.then(async () => output.drain(clock)),
    terminal: {
      write: text => input.write(text),
      resize(columns, rows) {
        if (output.isOpen) binary.resize(fd, columns, rows);
      },
    },
  };
}

type PtyBinary = Awaited<ReturnType<typeof loadBinary>>;

/**
 * The package's own `spawn` tells of an end only when the terminal is closed, closes it 200 ms after the
 * end with what is still in it, and blocks all of prox when a child does not read. Hence its binary,
 * which leaves prox's side of a terminal open in children that are started later: when prox dies, the
 * child may get no SIGHUP, but the guardian ends it.
 */
async function loadBinary() {
  try {
    const {requireBinary} = await import('@lydell/node-pty/requireBinary.js');
    return requireBinary('pty.node');
  } catch (error) {
    throw new ProxError('SPAWN_FAILED', {
      detail: 'tty: true needs the package @lydell/node-pty',
      hint: 'Install it beside prox (`npm install @lydell/node-pty`), or prox without --omit=optional.',
      cause: error,
    });
  }
}

interface Forked extends ReturnType<PtyBinary['fork']> {
  readonly exited: Promise<RawExit>;
}

function fork(binary: PtyBinary, {cmd, cwd, env}: ChildCommand): Forked {
  const [file, args] = commandLine(cmd);
  const variables = Object.entries({TERM: TYPE, ...env}).map(([name, value]) => `${name}=${value}`);
  let end: (exit: RawExit) => void = () => undefined;
  const exited = new Promise<RawExit>(resolve => {
    end = resolve;
  });
  const onExit = (code: number, signal: number): void =>
    end(signal === 0 ? {code, signal: undefined} : {code: undefined, signal: signalName(signal)});
  try {
    const place = [cwd, COLUMNS, ROWS, SAME, SAME, true, helperPath()] as const;
    return {...binary.fork(file, args, variables, ...place, onExit), exited};
  } catch (error) {
    throw new ProxError('SPAWN_FAILED', {
      detail: `cannot open a terminal: ${describeFailure(error, file)}`,
      cause: error,
    });
  }
}

function signalName(number: number): string {
  const [name = `signal ${number}`] =
    Object.entries(constants.signals).find(([, value]) => value === number) ?? [];
  return name;
}

/** On macOS the binary starts children through a program that comes with it. */
function helperPath(): string {
  if (process.platform !== 'darwin') return '';
  const {resolve} = nodeModule.createRequire(import.meta.resolve('@lydell/node-pty'));
  return resolve(`@lydell/node-pty-darwin-${process.arch}/spawn-helper`);
}
