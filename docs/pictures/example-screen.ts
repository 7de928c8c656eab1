import {cp, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {IBufferCell} from '@xterm/headless';
import {TerminalScreen} from '../../test/rig/terminal-screen.ts';
import {runsOf} from './runs.ts';
import {toSvg} from './svg.ts';

const COLUMNS = 100;
const PROXY_PORT = 6788;
const CTRL_C = '\u0003';

export interface Visit {
  readonly service: string;
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
}

/** `prox up` of examples/full-stack on a terminal; of a copy of it, so that it begins without data. */
export class ExampleScreen implements AsyncDisposable {
  readonly #screen: TerminalScreen;
  readonly #folder: string;

  static async up(rows: number): Promise<ExampleScreen> {
    const folder = await mkdtemp(join(tmpdir(), 'prox-pictures-'));
    const project = join(folder, 'full-stack');
    const home = join(folder, 'home');
    await mkdir(home);
    await cp('examples/full-stack', project, {recursive: true, filter: isSource});
    const screen = await TerminalScreen.start({
      argv: [process.execPath, resolve('bin/prox.js'), 'up', '--capture', '-p', '0'],
      columns: COLUMNS,
      rows,
      cwd: project,
      env: {HOME: home, LANG: 'C.UTF-8', STORE: 'small'},
    });
    return new ExampleScreen(screen, folder);
  }

  private constructor(screen: TerminalScreen, folder: string) {
    this.#screen = screen;
    this.#folder = folder;
  }

  /** Types, and waits until the screen shows this. */
  async press(keys: string, wanted: RegExp): Promise<void> {
    this.#screen.press(keys);
    await this.#screen.until(wanted);
  }

  async until(wanted: RegExp): Promise<void> {
    await this.#screen.until(wanted);
  }

  resize(rows: number): void {
    this.#screen.resize(COLUMNS, rows);
  }

  /** What is visible, without the empty rows at its end. */
  toSvg(label: string): string {
    const texts = this.#screen.rows();
    const count = texts.findLastIndex(text => text !== '') + 1;
    const rows = texts.slice(0, count).map((_, y) => runsOf(this.#cells(y)));
    return toSvg({rows, columns: COLUMNS, label});
  }

  /** Leaves nothing running. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#screen.press(CTRL_C);
    await this.#screen.exited;
    await this.#screen[Symbol.asyncDispose]();
    await rm(this.#folder, {recursive: true, force: true});
  }

  #cells(y: number): readonly IBufferCell[] {
    return Array.from({length: COLUMNS}, (_, x) => this.#screen.cell(x, y)).filter(
      cell => cell !== undefined,
    );
  }
}

/** A request through the proxy; resolves when all of the answer is there, whatever its status. */
export async function visit({service, method = 'GET', path, json}: Visit): Promise<void> {
  const host = `${service}.localhost:${PROXY_PORT}`; // a name that not every system knows
  const headers = {host, ...(json !== undefined && {'content-type': 'application/json'})};
  const options = {host: '127.0.0.1', port: PROXY_PORT, method, path, headers};
  await new Promise<void>((resolve, reject) => {
    const sent = request(options, answer => answer.resume().on('end', resolve));
    sent.on('error', reject).end(json === undefined ? undefined : JSON.stringify(json));
  });
}

function isSource(path: string): boolean {
  return !/\.data|\.prox/.test(path);
}
