import {type ChildProcess, spawn, type StdioOptions} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {createClient} from '../src/api/client.ts';
import {httpTransport} from '../src/api/http-transport.ts';
import type {Prox} from '../src/core/prox.ts';
import {BIN, ROOT} from './rig.ts';

/** The service of prox; the others do not look at it. */
export const HOST = 'app.localhost';
const PEERS = path.join(ROOT, 'bench/proxy-peers');
export const POST_SCRIPT = path.join(PEERS, 'post.lua');
const READY_MS = 15_000;

/** A server in a process of its own. */
export interface Peer {
  readonly pid: number;
  readonly port: number;
}

export interface ProxPeer extends Peer {
  readonly prox: Prox;
}

/** Runs with a target; everything that was started ends with it. */
export async function inProxyRig<T>(use: (rig: ProxyRig) => Promise<T>): Promise<T> {
  const rig = new ProxyRig(await mkdtemp(path.join(tmpdir(), 'prox-bench-')));
  try {
    return await use(rig);
  } finally {
    await rig.close();
  }
}

/** Starts what is compared, each in a process of its own and all of them before the same target. */
export class ProxyRig {
  readonly dir: string;
  readonly #children: ChildProcess[] = [];
  #target: Promise<Peer> | undefined;

  constructor(dir: string) {
    this.dir = dir;
  }

  async target(): Promise<Peer> {
    this.#target ??= this.#listening('target.mjs');
    return this.#target;
  }

  async httpProxy(): Promise<Peer> {
    return this.#listening('http-proxy.mjs', (await this.target()).port);
  }

  async nodePipe(): Promise<Peer> {
    return this.#listening('node-pipe.mjs', (await this.target()).port);
  }

  async caddy(): Promise<Peer> {
    const port = await freePort();
    const {port: target} = await this.target();
    const child = this.#spawn('caddy', ['run', '--config', path.join(PEERS, 'Caddyfile')], {
      env: {
        PORT: String(port),
        TARGET: String(target),
        XDG_CONFIG_HOME: this.dir,
        XDG_DATA_HOME: this.dir,
      },
      stdio: 'ignore',
    });
    await until(async () => (await fetch(`http://127.0.0.1:${port}/`)).ok);
    return {pid: pidOf(child), port};
  }

  /** The built prox in the foreground, its output to /dev/null, with `ticker` not yet started. */
  async prox({proxy = {}, ...spawning}: ProxOptions = {}): Promise<ProxPeer> {
    const dir = await mkdtemp(path.join(this.dir, 'project-'));
    const {port: target} = await this.target();
    const config = {
      api: {port: 0},
      proxy: {http_port: 0, ...proxy},
      services: {app: target},
      processes: {
        ticker: {cmd: [process.execPath, path.join(PEERS, 'ticker.mjs')], autostart: false},
      },
    };
    await writeFile(path.join(dir, 'prox.yaml'), JSON.stringify(config));
    const env = {HOME: this.dir, ...spawning.env};
    this.#spawn(process.execPath, [BIN, 'up'], {...spawning, cwd: dir, env});
    return until(async () => proxIn(dir));
  }

  /** Opens WebSockets through a proxy; they close when a line is written to its stdin. */
  webSockets(port: number, count: number): ChildProcess {
    const args = [path.join(PEERS, 'web-sockets.mjs'), port, HOST, count].map(String);
    return this.#spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  }

  /** The youngest first. */
  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
    await rm(this.dir, {recursive: true, force: true});
  }

  async #listening(file: string, ...args: readonly number[]): Promise<Peer> {
    const child = this.#spawn(process.execPath, [path.join(PEERS, file), ...args.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return {pid: pidOf(child), port: Number(await nextLine(child))};
  }

  #spawn(file: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const {cwd = ROOT, env = {}, stdio = ['ignore', 'ignore', 'inherit']} = options;
    const child = spawn(file, args, {cwd, env: {...process.env, ...env}, stdio});
    this.#children.push(child);
    return child;
  }
}

interface ProxOptions extends Omit<SpawnOptions, 'cwd'> {
  /** The part of prox.yaml. */
  readonly proxy?: Readonly<Record<string, unknown>>;
}

interface SpawnOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Unless told, failures are seen and what else is said is not. */
  readonly stdio?: StdioOptions;
}

export async function nextLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its stdout is not a pipe');
  const lines = createInterface({input: child.stdout});
  for await (const line of lines) return line;
  throw new Error('it ended before it wrote a line');
}

async function proxIn(dir: string): Promise<ProxPeer | undefined> {
  const {pid, port} = JSON.parse(await readFile(path.join(dir, '.prox/prox.state'), 'utf8'));
  const prox = createClient({baseUrl: `http://127.0.0.1:${port}`, request: httpTransport});
  const {proxy} = await prox.status();
  return proxy?.httpPort ? {pid, port: proxy.httpPort, prox} : undefined;
}

/** Asks again until there is an answer; the last failure is told when there is none. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + READY_MS;
  let failure: unknown = new Error('never so');
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      failure = error;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw failure;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function pidOf({pid}: ChildProcess): number {
  if (pid === undefined) throw new Error('it could not be started');
  return pid;
}
