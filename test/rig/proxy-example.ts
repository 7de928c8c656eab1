import {cpSync, writeFileSync} from 'node:fs';
import {mkdir, readFile, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parse} from 'yaml';
import {freePort} from './free-port.ts';
import {ProxCli} from './prox-cli.ts';
import type {CommandResult} from './running-command.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/proxy', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

export interface ProxyExampleOptions {
  /** Keys of `proxy` that differ from the example. */
  readonly proxy?: Readonly<Record<string, unknown>>;
  /** Further files of the project: path → text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** `examples/proxy` at work: a copy of it, on free ports, that a test may edit. */
export class ProxyExample implements AsyncDisposable {
  readonly cli: ProxCli;
  readonly httpPort: number;
  readonly httpsPort: number;

  /** Resolves when its processes are healthy. */
  static async start(options: ProxyExampleOptions = {}): Promise<ProxyExample> {
    const cli = await ProxCli.create(options);
    cpSync(EXAMPLE, cli.projectDir, {recursive: true, filter: isSource});
    await linkPackages(cli.projectDir, ['vite', 'ws', '.bin']);
    await cli.writeConfig(await configOnFreePorts(options.proxy ?? {}));
    const up = await cli.run('up', '-d', '--wait', '-p', '0');
    if (up.code !== 0) throw new Error(`the example did not start: ${up.stdout}${up.stderr}`);
    return new ProxyExample(cli, await proxyPorts(cli));
  }

  private constructor(cli: ProxCli, ports: ProxyPorts) {
    this.cli = cli;
    this.httpPort = ports.http_port;
    this.httpsPort = ports.https_port;
  }

  /** `http('web.localhost', '/')` */
  http(host: string, path: string): string {
    return `http://${host}:${this.httpPort}${path}`;
  }

  https(host: string, path: string): string {
    return `https://${host}:${this.httpsPort}${path}`;
  }

  /** Where prox has put its CA. */
  async caFile(): Promise<string> {
    const {certs} = (await this.cli.json('certs')) as {certs: {is_ca: boolean; file?: string}[]};
    const file = certs.find(cert => cert.is_ca)?.file;
    if (file === undefined) throw new Error(`no CA among ${JSON.stringify(certs)}`);
    return file;
  }

  /** Changes a file of the project as an editor would, in one go, once it is seen to hold `from`. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const file = join(this.cli.projectDir, path);
    const text = await readFile(file, 'utf8');
    if (!text.includes(from)) throw new Error(`no ${from} in ${path}`);
    writeFileSync(file, text.replace(from, to));
  }

  /** Ends all of it; what is left of it is a failure. */
  async down(): Promise<CommandResult> {
    const result = await this.cli.run('down');
    await this.cli.assertNothingLeft();
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cli[Symbol.asyncDispose]();
  }
}

interface ProxyPorts {
  readonly http_port: number;
  readonly https_port: number;
}

async function proxyPorts(cli: ProxCli): Promise<ProxyPorts> {
  const {status} = (await cli.json('status')) as {status: {proxy: ProxyPorts}};
  return status.proxy;
}

/** The prox.yaml of the example, but for its ports and what the test wants to be different. */
async function configOnFreePorts(
  proxy: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const free = new Map([
    ['4320', await freePort()],
    ['4321', await freePort()],
  ]);
  const yaml = await readFile(join(EXAMPLE, 'prox.yaml'), 'utf8');
  // In one pass: a free port may hold the digits of the other.
  const text = yaml.replaceAll(/432[01]/g, port => String(free.get(port)));
  const config = parse(text) as Readonly<Record<string, unknown>>;
  return {...config, proxy: {http_port: 0, https_port: 0, ...proxy}};
}

/** Outside of this repository the packages of the example would not be found. */
async function linkPackages(projectDir: string, names: readonly string[]): Promise<void> {
  await mkdir(join(projectDir, 'node_modules'));
  for (const name of names) {
    await symlink(join(PACKAGES, name), join(projectDir, 'node_modules', name));
  }
}

function isSource(path: string): boolean {
  return !/node_modules|\.prox/.test(path.slice(EXAMPLE.length));
}
