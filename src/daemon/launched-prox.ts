import {type ChildProcess, spawn} from 'node:child_process';
import {decodeError} from '../api/error-wire.ts';
import {ProxError} from '../core/errors.ts';
import {isLaunchReport, type Readiness, type Words} from './launch-report.ts';
import {endOfLog, LogFile} from './log-file.ts';

export interface LaunchOptions {
  /** The script to run, normally bin/prox.js. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Takes what it writes to its standard output and error. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with what it says, as long as we are connected. */
  readonly onSaid?: (words: Words) => void;
}

export interface LaunchEnd {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** What it has reported as the reason. */
  readonly failure: ProxError | undefined;
}

/** Another prox, started by this one: in a session of its own, and connected until one of the two leaves. */
export class LaunchedProx {
  /** When its API answers; undefined when it has ended before that. */
  readonly ready: Promise<Readiness | undefined>;
  /** When it is gone, and all that it reported has come. */
  readonly ended: Promise<LaunchEnd>;
  readonly #child: ChildProcess;
  readonly #onSaid: ((words: Words) => void) | undefined;
  #failure: ProxError | undefined;
  #announce: (readiness: Readiness) => void = () => undefined;

  constructor(options: LaunchOptions) {
    this.#onSaid = options.onSaid;
    this.#child = spawnProx(options);
    const announced = new Promise<Readiness>(resolve => (this.#announce = resolve));
    this.#child.on('message', message => this.#hear(message));
    this.ended = this.#end();
    this.ready = Promise.race([announced, this.ended.then(() => undefined)]);
  }

  /** Nothing happens when it is gone. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** It goes on alone, and holds this process up no more. */
  leave(): void {
    if (this.#child.connected) this.#child.disconnect();
    this.#child.unref();
  }

  #hear(message: unknown): void {
    if (!isLaunchReport(message)) return;
    if (message.type === 'said') this.#onSaid?.(message);
    else if (message.type === 'ready') this.#announce(message);
    else this.#failure = decodeError(JSON.parse(message.error)) ?? new ProxError('START_FAILED');
  }

  async #end(): Promise<LaunchEnd> {
    const unstarted = new Promise<LaunchEnd>(resolve => {
      this.#child.once('error', cause => {
        const failure = new ProxError('START_FAILED', {detail: cause.message, cause});
        resolve({code: undefined, signal: undefined, failure});
      });
    });
    return Promise.race([unstarted, this.#exit()]);
  }

  async #exit(): Promise<LaunchEnd> {
    const exited = new Promise<Pick<LaunchEnd, 'code' | 'signal'>>(resolve => {
      this.#child.once('exit', (code, signal) =>
        resolve({code: code ?? undefined, signal: signal ?? undefined}),
      );
    });
    // What it has reported last may come after its exit.
    const heard = new Promise<void>(resolve => this.#child.once('disconnect', () => resolve()));
    const [end] = await Promise.all([exited, heard]);
    return {...end, failure: this.#failure};
  }
}

/** Of a prox that has ended when nobody wanted it to. @returns its own reason, else the end of its log */
export async function reasonOf(
  {code, signal, failure}: LaunchEnd,
  log: string,
): Promise<ProxError> {
  if (failure !== undefined) return failure;
  const end = signal ?? `exit code ${code}`;
  return new ProxError('START_FAILED', {
    detail: `${end}; the end of ${log}:\n${await endOfLog(log)}`,
  });
}

function spawnProx({script, args, cwd, logFile, env}: LaunchOptions): ChildProcess {
  const log = new LogFile(logFile);
  // A prox that is started by a child of another prox must not count as a part of that child.
  const {PROX_INSTANCE: _instance, PROX_PROCESS: _process, ...own} = env;
  try {
    return spawn(process.execPath, [script, ...args], {
      cwd,
      env: own,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
  } finally {
    log.close();
  }
}
