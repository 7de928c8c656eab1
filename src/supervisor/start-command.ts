import {open} from 'node:fs/promises';
import {redactLine} from '../config/redact-command.ts';
import {redactText} from '../config/redact.ts';
import {ProxError} from '../core/errors.ts';
import {describeCommandEnd} from './command-end.ts';
import {LineSplitter} from './line-splitter.ts';
import type {RunHost} from './run-host.ts';
import type {RawExit} from './child.ts';
import {spawnIndependent} from './spawn-independent.ts';

const SHOWN_LINES = 20;
/** Of the end of the output. */
const MAX_SHOWN_BYTES = 64 * 1024;

export interface StartCommandOptions {
  /** Of the dependency, for the log. */
  readonly name: string;
  readonly cmd: string;
  readonly cwd: string;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
  readonly outputFile: string;
  readonly host: Pick<RunHost, 'log' | 'maxLineBytes'>;
  /** Aborted before it is spawned: it is left alone. */
  readonly signal: AbortSignal;
}

/** The `start` of a dependency, which is run and never ended. What goes wrong is said, and in `failure`. */
export class StartCommand {
  readonly cmd: string;
  readonly #options: StartCommandOptions;
  /** Once it is read: what is said does not tell its secrets. */
  #env: Readonly<Record<string, string>> = {};
  #failure: string | undefined;
  #isShown = false;

  /** Resolves when it runs, or cannot; undefined when it was left alone. */
  static async run(options: StartCommandOptions): Promise<StartCommand | undefined> {
    const {name, cmd, host, signal} = options;
    const command = new StartCommand(options);
    try {
      const env = (command.#env = await options.env());
      if (signal.aborted) return undefined;
      host.log.say(name, `${name}: starts it with ${redactLine(cmd.trim(), env)}`);
      const {exited} = await spawnIndependent({...options, env});
      void exited.then(async exit => command.#observeEnd(exit));
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      command.#fail(`could not be run: ${error.detail ?? error.message}`);
    }
    return command;
  }

  private constructor(options: StartCommandOptions) {
    this.cmd = options.cmd;
    this.#options = options;
  }

  /** `its start command ended with exit code 1: …`; undefined unless it has failed. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Puts the last lines that it has written into the log, once. */
  async showOutput(): Promise<void> {
    this.#show(await lastLines(this.#options.outputFile));
  }

  async #observeEnd(exit: RawExit): Promise<void> {
    const text = await lastLines(this.#options.outputFile);
    this.#show(text);
    if (exit.code !== 0) this.#fail(describeCommandEnd(exit, text));
  }

  #show(text: string): void {
    if (this.#isShown || text === '') return;
    this.#isShown = true;
    const {name, host} = this.#options;
    const splitter = new LineSplitter({
      maxLineBytes: host.maxLineBytes,
      emit: lines => host.log.append(name, {...lines, stream: 'stdout'}),
    });
    splitter.push(Buffer.from(text));
    splitter.end();
  }

  #fail(how: string): void {
    const {name, host} = this.#options;
    this.#failure = `its start command ${redactText(how, this.#env)}`;
    host.log.say(name, `${name}: ${this.#failure}`);
  }
}

/** Empty when nothing was written, or the file is not there any more. */
async function lastLines(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const {size} = await file.stat();
    const position = Math.max(0, size - MAX_SHOWN_BYTES);
    const {buffer, bytesRead} = await file.read({
      buffer: Buffer.alloc(size - position),
      position,
    });
    const lines = buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n');
    return lines.slice(-SHOWN_LINES).join('\n');
  } finally {
    await file.close();
  }
}
