import {fileURLToPath} from 'node:url';
import {ProxCli, type ProxCliOptions} from './prox-cli.ts';
import {ScriptedProcess} from './scripted-process.ts';
import type {ScriptedRun} from './scripted-run.ts';
import {TerminalScreen} from './terminal-screen.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));

export interface StackScreenOptions extends ProxCliOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Beside `web`, which the test drives. */
  readonly processes?: Readonly<Record<string, unknown>>;
  /** Ports by name; there is a proxy when they are given. */
  readonly services?: Readonly<Record<string, number>>;
}

/** A prox whose process `web` the test drives, and its screen on a real terminal. */
export class StackScreen implements AsyncDisposable {
  readonly cli: ProxCli;
  readonly screen: TerminalScreen;
  readonly web: ScriptedProcess;
  readonly run: ScriptedRun;

  /** `prox attach` on a detached one; resolves when it shows that `web` runs, and since when prox does. */
  static async attach(options: StackScreenOptions = {}): Promise<StackScreen> {
    const {web, cli} = await createProject(options);
    await cli.run('up', '-d');
    const run = await web.nextRun();
    const screen = await showScreen(['attach'], cli, options);
    await screen.until(SHOWN);
    return new StackScreen({cli, screen, web, run});
  }

  /** `prox up` with these arguments, likewise. */
  static async up(
    options: StackScreenOptions = {},
    args: readonly string[] = [],
  ): Promise<StackScreen> {
    const {web, cli} = await createProject(options);
    const screen = await showScreen(['up', ...args], cli, options);
    const run = await web.nextRun();
    await screen.until(SHOWN);
    return new StackScreen({cli, screen, web, run});
  }

  private constructor(parts: Pick<StackScreen, 'cli' | 'screen' | 'web' | 'run'>) {
    this.cli = parts.cli;
    this.screen = parts.screen;
    this.web = parts.web;
    this.run = parts.run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.screen[Symbol.asyncDispose]();
    await this.cli[Symbol.asyncDispose]();
    await this.web[Symbol.asyncDispose]();
  }
}

const SHOWN = /up since[\s\S]*● web +running/;

async function createProject({
  processes = {},
  services,
  ...others
}: StackScreenOptions): Promise<Pick<StackScreen, 'web' | 'cli'>> {
  const web = await ScriptedProcess.create();
  const config = {
    api: {port: 0},
    ...(services && {proxy: {http_port: 0}, services}),
    processes: {web: web.command, ...processes},
  };
  return {web, cli: await ProxCli.create({...others, config})};
}

async function showScreen(
  args: readonly string[],
  cli: ProxCli,
  {columns = 100, rows = 24, env}: StackScreenOptions,
): Promise<TerminalScreen> {
  return TerminalScreen.start({
    argv: [process.execPath, BIN, ...args],
    columns,
    rows,
    cwd: cli.projectDir,
    env: {HOME: cli.home, LANG: 'C.UTF-8', CI: 'true', ...env},
  });
}
