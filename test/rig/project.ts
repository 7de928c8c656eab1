import {writeFileSync} from 'node:fs';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

/** prox.yaml as text, or as an object, which is written as JSON: all of JSON is YAML. */
export type ConfigSource = string | Readonly<Record<string, unknown>>;

export interface ProjectOptions {
  readonly config?: ConfigSource;
  /** Further files of the project: path → text. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A project in a folder of its own, with a home folder beside it. */
export class Project implements AsyncDisposable {
  readonly dir: string;
  readonly home: string;
  readonly #root: string;

  static async create(options: ProjectOptions = {}): Promise<Project> {
    const project = new Project(await mkdtemp(join(tmpdir(), 'prox-test-')));
    await mkdir(project.dir);
    await mkdir(project.home);
    if (options.config !== undefined) await project.writeConfig(options.config);
    for (const [path, text] of Object.entries(options.files ?? {})) await project.write(path, text);
    return project;
  }

  private constructor(root: string) {
    this.#root = root;
    this.dir = join(root, 'project');
    this.home = join(root, 'home');
  }

  get stateDir(): string {
    return join(this.dir, '.prox');
  }

  async writeConfig(config: ConfigSource): Promise<void> {
    const text = typeof config === 'string' ? config : JSON.stringify(config, undefined, 2);
    await this.write('prox.yaml', text);
  }

  /** In one go: who watches the file sees it empty for as short a time as can be. */
  async write(path: string, text: string): Promise<void> {
    const absolute = join(this.dir, path);
    await mkdir(dirname(absolute), {recursive: true});
    writeFileSync(absolute, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, {recursive: true, force: true});
  }
}
