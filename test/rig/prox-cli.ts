import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {onTestFailed, onTestFinished} from 'vitest';
import {findMarked, killMarked, waitUntilNoneMarked} from './marked-processes.ts';
import {Project, type ProjectOptions} from './project.ts';
import {type CommandOptions, type CommandResult, RunningCommand} from './running-command.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const TERMINAL = fileURLToPath(new URL('on-terminal.py', import.meta.url));

export interface ProxCliOptions extends ProjectOptions {
  /** Added to an environment that else holds PATH, HOME and LANG only. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The real `prox` in a project and a home of its own. Give `api: {port: 0}` in the config, so that
 * tests can run side by side. At the end nothing is left: no process, no file.
 */
export class ProxCli implements AsyncDisposable {
  readonly #project: Project;
  readonly #env: Readonly<Record<string, string>>;
  readonly #commands: RunningCommand[] = [];
  #lastLog = '';

  static async create(options: ProxCliOptions = {}): Promise<ProxCli> {
    const project = await Project.create(options);
    const cli = new ProxCli(project, options.env ?? {});
    onTestFailed(() => console.log(cli.#story()));
    onTestFinished(async () => cli[Symbol.asyncDispose]()); // a test that timed out never disposes
    return cli;
  }

  private constructor(project: Project, env: Readonly<Record<string, string>>) {
    this.#project = project;
    this.#env = {PATH: process.env['PATH'] ?? '', HOME: project.home, LANG: 'C.UTF-8', ...env};
  }

  get projectDir(): string {
    return this.#project.dir;
  }

  get home(): string {
    return this.#project.home;
  }

  /** Runs a command to its end. */
  async run(...args: readonly string[]): Promise<CommandResult> {
    return this.spawn(...args).exit;
  }

  /** Starts a command that goes on. */
  spawn(...args: readonly string[]): RunningCommand {
    return this.spawnBy([], ...args);
  }

  /** Starts a command by another one, which runs it in its place: `env -u HOME`, `prlimit -n64`, … */
  spawnBy(launcher: readonly string[], ...args: readonly string[]): RunningCommand {
    return this.#spawn({argv: [...launcher, process.execPath, BIN, ...args]});
  }

  /**
   * Starts a command on a terminal, which takes what is typed and closes with `endInput`. Both streams
   * come as one, and the pid is not that of prox.
   */
  spawnOnTerminal(...args: readonly string[]): RunningCommand {
    const argv = ['python3', TERMINAL, process.execPath, BIN, ...args];
    return this.#spawn({argv, stdin: 'open'});
  }

  /** Runs a command with `--json` and gives what it printed. */
  async json(...args: readonly string[]): Promise<unknown> {
    const {stdout, stderr} = await this.run(...args, '--json');
    try {
      return JSON.parse(stdout) as unknown;
    } catch (cause) {
      throw new Error(`not JSON: ${stdout}\n${stderr}`, {cause});
    }
  }

  /** Writes a file of the project. */
  async write(path: string, text: string): Promise<void> {
    await this.#project.write(path, text);
  }

  async writeConfig(config: NonNullable<ProjectOptions['config']>): Promise<void> {
    await this.#project.writeConfig(config);
  }

  /** The text of a file of the project; undefined when there is none. */
  read(path: string): string | undefined {
    const absolute = join(this.#project.dir, path);
    return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
  }

  /** What the state file says of the running prox. */
  state(): {readonly pid: number; readonly port: number} {
    return JSON.parse(this.read('.prox/prox.state') ?? '') as {pid: number; port: number};
  }

  /** The pid of the process of this project whose command line matches. */
  async pidOf(command: RegExp): Promise<number> {
    const found = await findMarked(this.#mark);
    const match = found.find(row => command.test(row.command));
    if (match === undefined) throw new Error(`no process matches ${String(command)}`);
    return match.pid;
  }

  /** Resolves when no process that descends from this project is alive; else names what is. */
  async assertNothingLeft(): Promise<void> {
    await waitUntilNoneMarked(this.#mark);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lastLog = this.read('.prox/prox.log') ?? '';
    await killMarked(this.#mark);
    await Promise.all(this.#commands.map(command => command.exit));
    await this.#project[Symbol.asyncDispose]();
  }

  #spawn(options: Pick<CommandOptions, 'argv' | 'stdin'>): RunningCommand {
    const command = new RunningCommand({...options, cwd: this.#project.dir, env: this.#env});
    this.#commands.push(command);
    return command;
  }

  /** Every descendant inherits this home, which is like no other. */
  get #mark(): string {
    return `HOME=${this.#project.home}`;
  }

  #story(): string {
    const log = this.read('.prox/prox.log') ?? this.#lastLog;
    const transcripts = this.#commands.map(command => command.transcript);
    return [...transcripts, `--- .prox/prox.log\n${log}`].join('\n');
  }
}
