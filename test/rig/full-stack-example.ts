import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, readFileSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {freePort} from './free-port.ts';
import {ProxCli} from './prox-cli.ts';
import type {RunningCommand} from './running-command.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/full-stack', import.meta.url));

/** `examples/full-stack` at work: a copy of it, on free ports, that a test may edit. */
export class FullStackExample implements AsyncDisposable {
  readonly cli: ProxCli;
  readonly proxyPort: number;

  /**
   * Resolves when all of it is ready.
   * @param store `small`: the one that takes the place of PostgreSQL
   */
  static async start(store: Store): Promise<FullStackExample> {
    const cli = await ProxCli.create({env: {STORE: store}});
    chmodSync(dirname(cli.projectDir), 0o755); // root's PostgreSQL is run by another user
    cpSync(EXAMPLE, cli.projectDir, {recursive: true, filter: isSource});
    await takeFreePorts(cli.projectDir);
    const up = await cli.run('up', '-d', '--wait', '-p', '0', '--http-port', '0');
    if (up.code !== 0) throw new Error(`the example did not start: ${up.stdout}${up.stderr}`);
    const {status} = (await cli.json('status')) as {status: {proxy: {http_port: number}}};
    return new FullStackExample(cli, status.proxy.http_port);
  }

  private constructor(cli: ProxCli, proxyPort: number) {
    this.cli = cli;
    this.proxyPort = proxyPort;
  }

  /** `url('web')`: by way of the proxy. */
  url(service: string, path = '/'): string {
    return `http://${service}.localhost:${this.proxyPort}${path}`;
  }

  /** What prox prints of a process from now on. */
  async follow(process: string): Promise<RunningCommand> {
    const follower = this.cli.spawn('logs', '-f', process);
    await follower.line(new RegExp(`${process} started`));
    return follower;
  }

  async pidOf(process: string): Promise<number> {
    const {processes} = (await this.cli.json('status')) as {processes: ProcessRow[]};
    const pid = processes.find(({name}) => name === process)?.pid;
    if (pid === undefined) throw new Error(`${process} does not run: ${JSON.stringify(processes)}`);
    return pid;
  }

  /** Changes a file of the project as an editor would, once it is seen to hold `from`. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const file = join(this.cli.projectDir, path);
    const text = await readFile(file, 'utf8');
    if (!text.includes(from)) throw new Error(`no ${from} in ${path}`);
    await writeFile(file, text.replace(from, to));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cli[Symbol.asyncDispose]();
  }
}

export type Store = 'postgres' | 'small';

/** What this machine can run the example with. */
export function findStores(): readonly Store[] {
  const found = execFileSync(process.execPath, [join(EXAMPLE, 'db/find-postgres.mjs')]);
  return found.toString().trim() === '' ? ['small'] : ['postgres', 'small'];
}

interface ProcessRow {
  readonly name: string;
  readonly pid?: number;
}

async function takeFreePorts(projectDir: string): Promise<void> {
  const free = new Map([
    ['4431', await freePort()],
    ['4432', await freePort()],
  ]);
  for (const name of ['prox.yaml', 'dev.env']) {
    const text = readFileSync(join(EXAMPLE, name), 'utf8');
    // In one pass: a free port may hold the digits of the other.
    const replaced = text.replaceAll(/443[12]/g, port => String(free.get(port)));
    await writeFile(join(projectDir, name), replaced);
  }
}

function isSource(path: string): boolean {
  return !/\.data|\.prox/.test(path.slice(EXAMPLE.length));
}
