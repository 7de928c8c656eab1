import {fileURLToPath} from 'node:url';
import {ProxCli, type ProxCliOptions} from './prox-cli.ts';
import {ScriptedProcess} from './scripted-process.ts';
import type {ScriptedRun} from './scripted-run.ts';
import {TerminalScreen} from './terminal-screen.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));

export interface AttachedOptions extends ProxCliOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Beside `web`, which the test drives. */
  readonly processes?: Readonly<Record<string, unknown>>;
  /** Ports by name; there is a proxy when they are given. */
  readonly services?: Readonly<Record<string, number>>;
}

/** A detached prox whose process `web` the test drives, and `prox attach` on a real terminal. */
export class Attached implements AsyncDisposable {
  readonly cli: ProxCli;
  readonly screen: TerminalScreen;
  readonly web: ScriptedProcess;
  readonly run: ScriptedRun;

  /** Resolves when the screen shows that `web` runs, and since when prox does. */
  static async start(options: AttachedOptions = {}): Promise<Attached> {
    const {columns = 100, rows = 24, processes = {}, services, ...others} = options;
    const web = await ScriptedProcess.create();
    const config = {
      api: {port: 0},
      ...(services && {proxy: {http_port: 0}, services}),
      processes: {web: web.command, ...processes},
    };
    const cli = await ProxCli.create({...others, config});
    await cli.run('up', '-d');
    const run = await web.nextRun();
    const screen = await TerminalScreen.start({
      argv: [process.execPath, BIN, 'attach'],
      columns,
      rows,
      cwd: cli.projectDir,
      env: {HOME: cli.home, LANG: 'C.UTF-8', CI: 'true', ...others.env},
    });
    await screen.until(/up since[\s\S]*● web +running/);
    return new Attached({cli, screen, web, run});
  }

  private constructor(parts: Pick<Attached, 'cli' | 'screen' | 'web' | 'run'>) {
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
